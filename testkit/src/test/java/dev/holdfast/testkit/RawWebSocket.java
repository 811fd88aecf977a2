package dev.holdfast.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A WebSocket by hand: it sees how connections end, and sends what no library would. */
final class RawWebSocket implements AutoCloseable {
  private static final byte[] MASK = {1, 2, 3, 4};

  final RawClient client;
  private final DataInputStream in;

  /** Opens one that meets the fault, past its 101. */
  RawWebSocket(EventLog log, StreamServer server, Fault fault) throws IOException {
    log.enqueue(Served.WEBSOCKET, fault);
    client = new RawClient(server.port());
    client.send(handshake(log.path(), "holdfast.v1"));
    String head = client.head();
    if (!head.startsWith("HTTP/1.1 101 Switching Protocols\n")
        || !head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n")) {
      throw new AssertionError(head);
    }
    in = new DataInputStream(client.socket.getInputStream());
  }

  /** The handshake of RFC 6455 §1.2. */
  static String handshake(String path, String protocol) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Protocol: "
        + protocol
        + "\r\n\r\n";
  }

  /** The next frame, which must be unmasked and is not unmasked. */
  Frame frame() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    } else if (length > 127) {
      throw new AssertionError("masked");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(first, payload);
  }

  /** The next frame, which must be a whole text. */
  String text() throws IOException {
    Frame frame = frame();
    if (frame.opcode != Frame.TEXT || !frame.last) {
      throw new AssertionError(frame.opcode);
    }
    return new String(frame.payload, StandardCharsets.UTF_8);
  }

  void skip(int bytes) throws IOException {
    in.readFully(new byte[bytes]);
  }

  /** Sends a whole frame. */
  void send(int opcode, String payload) throws IOException {
    send(Frame.FIN | opcode, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a frame of less than 126 bytes, masked. */
  void send(int firstByte, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(firstByte);
    frame.write(0x80 | payload.length);
    frame.write(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i & 3]);
    }
    client.socket.getOutputStream().write(frame.toByteArray());
  }

  /** How it ends at last; a reset may overtake frames, and what is read of them is passed over. */
  RawClient.End awaitEndAfterFrames() throws IOException {
    try {
      while (true) {
        frame();
      }
    } catch (EOFException e) {
      return RawClient.End.CUT;
    } catch (SocketException e) {
      return RawClient.End.RESET;
    }
  }

  /** What comes next, soon, which must not be a byte. */
  RawClient.End end() throws IOException {
    client.socket.setSoTimeout(150);
    InputStream raw = client.socket.getInputStream();
    try {
      int next = raw.read();
      if (next >= 0) {
        throw new AssertionError("one more byte: " + next);
      }
      return RawClient.End.CUT;
    } catch (SocketTimeoutException e) {
      return RawClient.End.SILENCE;
    } catch (SocketException e) {
      return RawClient.End.RESET;
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
