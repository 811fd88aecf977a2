package dev.holdfast.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okio.Buffer;
import okio.Okio;

/** Writes a server's frames, unmasked, as the fault lets them through. Thread-safe. */
final class FrameWriter {
  private final Wire wire;
  private final BodyWriter body;
  private final int fragmentSize;
  private final boolean deflates;
  private final boolean stalls;

  /** True once nothing more is to be sent, though the connection stays open. */
  private volatile boolean silent;

  FrameWriter(Wire wire, Fault fault, int writeSize, int fragmentSize, boolean deflates)
      throws IOException {
    this.wire = wire;
    this.fragmentSize = fragmentSize;
    this.deflates = deflates;
    Ending ending = fault.get(Fault.Aspect.ENDING, Ending.class);
    this.stalls = ending != null && ending.kind == Ending.Kind.STALL;
    this.body =
        new BodyWriter(wire, Okio.buffer(Okio.sink(wire.out())), false, fault, writeSize) {
          @Override
          void stall() {
            silent = true;
          }
        };
  }

  boolean isSilent() {
    if (silent || !stalls) {
      return silent;
    }
    // What the client says to the last bytes before a stall comes after the stall.
    synchronized (this) {
      return silent;
    }
  }

  void fallSilent() {
    silent = true;
  }

  /** True once the connection is closed on our side. */
  boolean isGone() {
    return wire.isClosed();
  }

  /** To be called once, before the first frame; it may take its time. */
  void begin() throws IOException, InterruptedException {
    body.begin();
  }

  void text(String text) throws IOException {
    message(Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A message in as many frames as the settings make it. */
  synchronized void message(int opcode, byte[] message) throws IOException {
    add(opcode, message);
    flush();
  }

  /** As {@link #message}, to be sent by the next flush. */
  synchronized void add(int opcode, byte[] message) {
    if (silent) {
      return;
    }
    byte[] payload = deflates ? MessageDeflate.deflate(message) : message;
    int from = 0;
    do {
      int to = (int) Math.min((long) from + fragmentSize, payload.length);
      int first = from == 0 ? opcode | (deflates ? Frame.RSV1 : 0) : Frame.CONTINUATION;
      byte[] part = from == 0 && to == payload.length ? payload : slice(payload, from, to);
      body.add(encode(to == payload.length ? first | Frame.FIN : first, part));
      from = to;
    } while (from < payload.length);
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** One frame, whatever its first byte says. */
  void frame(int firstByte, byte[] payload) throws IOException {
    raw(encode(firstByte, payload));
  }

  synchronized void raw(byte[] bytes) throws IOException {
    if (!silent) {
      body.add(bytes);
      flush();
    }
  }

  synchronized void flush() throws IOException {
    if (silent) {
      return;
    }
    try {
      body.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** A close frame; none of the codes that only stand for its absence. */
  void close(int code, String reason) throws IOException {
    Buffer payload = new Buffer().writeShort(code).writeUtf8(reason);
    frame(Frame.FIN | Frame.CLOSE, payload.readByteArray());
  }

  private static byte[] encode(int firstByte, byte[] payload) {
    Buffer out = new Buffer().writeByte(firstByte);
    if (payload.length < 126) {
      out.writeByte(payload.length);
    } else if (payload.length < 65_536) {
      out.writeByte(126).writeShort(payload.length);
    } else {
      out.writeByte(127).writeLong(payload.length);
    }
    return out.write(payload).readByteArray();
  }
}
