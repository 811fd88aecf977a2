package dev.holdfast.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Reads what one client sends and answers it, on a thread of its own. */
final class WebSocketInbox implements Runnable {
  private final EventLog log;
  private final Fault fault;
  private final WebSocketPeer peer;
  private final FrameWriter writer;
  private final FrameReader reader;
  private final Buffer parts = new Buffer();
  private int opcode;
  private boolean compressed;

  /** What a function of the test threw; read once the thread has ended. */
  private volatile @Nullable RuntimeException failure;

  WebSocketInbox(
      EventLog log, Fault fault, WebSocketPeer peer, FrameWriter writer, FrameReader reader) {
    this.log = log;
    this.fault = fault;
    this.peer = peer;
    this.writer = writer;
    this.reader = reader;
  }

  @Nullable RuntimeException failure() {
    return failure;
  }

  @Override
  public void run() {
    try {
      read();
    } catch (IOException | InterruptedException e) {
      // The client or the server went away.
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      peer.ended();
      log.entries().wakeAll();
    }
  }

  private void read() throws IOException, InterruptedException {
    try {
      boolean more = true;
      while (more) {
        peer.awaitReads();
        Frame frame = reader.next();
        more = writer.isSilent() || handle(frame);
      }
    } catch (ProtocolBreach e) {
      peer.close(e.code, String.valueOf(e.getMessage()));
      reader.drain();
    }
  }

  /** False after the last frame. */
  private boolean handle(Frame frame) throws IOException {
    switch (frame.opcode) {
      case Frame.PING:
        if (peer.receivePing(frame.payload)) {
          writer.frame(Frame.FIN | Frame.PONG, frame.payload);
        }
        return true;
      case Frame.PONG:
        peer.receivePong();
        return true;
      case Frame.CLOSE:
        Buffer close = new Buffer().write(frame.payload);
        int code = close.size() < 2 ? 1005 : close.readShort() & 0xffff;
        peer.receiveClose(code, close.readUtf8());
        if (code == 1005) {
          peer.closeWithoutCode();
        } else {
          peer.close(code, "");
        }
        return false;
      default:
        part(frame);
        return true;
    }
  }

  private void part(Frame frame) throws IOException {
    boolean begins = frame.opcode != Frame.CONTINUATION;
    if (frame.opcode > Frame.BINARY || begins == (opcode != 0)) {
      throw new ProtocolBreach(1002, "opcode " + frame.opcode + " here");
    }
    if (begins) {
      opcode = frame.opcode;
      compressed = frame.compressed;
    }
    parts.write(frame.payload);
    if (frame.last) {
      byte[] whole = parts.readByteArray();
      boolean text = opcode == Frame.TEXT;
      opcode = 0;
      byte[] bytes = compressed ? MessageDeflate.inflate(whole) : whole;
      message(text ? Payload.text(utf8(bytes)) : Payload.binary(bytes));
    }
  }

  private static String utf8(byte[] bytes) throws ProtocolBreach {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolBreach(1007, "not UTF-8");
    }
  }

  private void message(Payload message) throws IOException {
    int count = peer.receive(message);
    WebSocketFault.Strike strike =
        fault.get(Fault.Aspect.AFTER_RECEIVED, WebSocketFault.Strike.class);
    if (strike != null && strike.at == count) {
      strike.action.accept(peer);
    }
    if (peer.isClosing() || writer.isSilent() || writer.isGone()) {
      return;
    }
    if (peer.protocol() != WebSocketProtocol.HOLDFAST_V1) {
      log.sends().deliver(null, null, message, Served.WEBSOCKET);
      return;
    }
    if (message.isBinary()) {
      throw new ProtocolBreach(1003, "a binary message");
    }
    try {
      act(JsonObject.parse(message.text()));
    } catch (IllegalArgumentException e) {
      throw new ProtocolBreach(1002, String.valueOf(e.getMessage()));
    }
  }

  private void act(JsonObject frame) {
    switch (member(frame, "kind")) {
      case "send":
        String ref = member(frame, "ref");
        reply(
            ref, log.sends().deliver(ref, frame.text("type"), Payload.of(frame), Served.WEBSOCKET));
        break;
      case "ack":
        peer.receiveAck(member(frame, "cursor"));
        break;
      case "heartbeat":
        peer.receiveHeartbeat();
        break;
      default:
        // A kind of a later version.
    }
  }

  private static String member(JsonObject frame, String name) {
    String value = frame.text(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  private void reply(String ref, Reply reply) {
    if (reply.refusal != null) {
      peer.nack(ref, reply.refusal, reply.retry);
    } else if (reply.held) {
      log.sends().hold(() -> peer.ack(ref));
    } else {
      for (int i = 0; i < reply.acks; i++) {
        peer.ack(ref);
      }
    }
  }
}
