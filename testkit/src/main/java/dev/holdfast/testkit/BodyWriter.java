package dev.holdfast.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Sends one response body, or what follows a handshake: frames, paces, counts and ends it as the
 * fault says.
 */
class BodyWriter {
  /** What a cut promises beyond what it sends, so that it falls in the middle of a chunk. */
  private static final int MISSING = 16;

  /** Loopback needs less, even for many small packets that wait for acknowledgements. */
  private static final long TRANSMISSION_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final Wire wire;
  private final boolean chunked;
  private final BufferedSink sink;
  private final Fault fault;
  private final int writeSize;
  private final @Nullable Ending ending;
  private final Buffer held = new Buffer();
  private boolean holding;
  private boolean finished;
  private long written;

  BodyWriter(Wire wire, okio.Socket stream, Fault fault, int writeSize) {
    this(wire, Okio.buffer(stream.getSink()), !wire.http2, fault, writeSize);
  }

  BodyWriter(Wire wire, BufferedSink sink, boolean chunked, Fault fault, int writeSize) {
    this.wire = wire;
    this.chunked = chunked;
    this.sink = sink;
    this.fault = fault;
    this.writeSize = writeSize;
    this.ending = fault.get(Fault.Aspect.ENDING, Ending.class);
    this.holding = fault.number(Fault.Aspect.HOLD_BYTES) > 0;
  }

  boolean finished() {
    return finished;
  }

  /** To be called once, after the headers and before the first byte. */
  void begin() throws IOException, InterruptedException {
    if (!wire.stop.sleep(fault.time(Fault.Aspect.HOLD_TIME))) {
      throw new IOException("the server stopped");
    }
    if (ending != null && ending.at == 0) {
      strike(ending);
    }
  }

  void write(byte[] bytes) throws IOException, InterruptedException {
    add(bytes);
    flush();
  }

  /** Adds to what the next flush sends: few large writes carry many events. */
  void add(byte[] bytes) {
    if (!finished) {
      held.write(bytes);
    }
  }

  void flush() throws IOException, InterruptedException {
    if (holding && held.size() < fault.number(Fault.Aspect.HOLD_BYTES)) {
      return;
    }
    holding = false;
    drain();
  }

  /** The clean end of the body; nothing if it has ended already. */
  void end() throws IOException, InterruptedException {
    drain();
    if (finished) {
      return;
    }
    finished = true;
    if (chunked) {
      sink.writeUtf8("0\r\n\r\n").flush();
    } else {
      sink.close();
    }
  }

  private void drain() throws IOException, InterruptedException {
    while (!finished && !held.exhausted()) {
      long size = Math.min(held.size(), pieceSize());
      if (ending != null && ending.at - written <= size) {
        size = ending.at - written;
        send(size, ending.kind == Ending.Kind.CUT ? MISSING : 0);
        strike(ending);
      } else {
        send(size, 0);
      }
    }
  }

  private long pieceSize() {
    long rate = fault.number(Fault.Aspect.RATE);
    // At most 50 pieces a second, so that a high rate does not wake the thread for every byte.
    return rate == 0 ? writeSize : Math.min(writeSize, Math.max(1, rate / 50));
  }

  private void send(long size, int missing) throws IOException, InterruptedException {
    long rate = fault.number(Fault.Aspect.RATE);
    if (rate > 0 && !wire.stop.sleepNanos(TimeUnit.SECONDS.toNanos(size) / rate)) {
      throw new IOException("the server stopped");
    }
    frame(held.readByteArray(size), missing);
    written += size;
  }

  private void frame(byte[] piece, int missing) throws IOException {
    if (!chunked) {
      sink.write(piece).flush();
      return;
    }
    sink.write(
        (Integer.toHexString(piece.length + missing) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    sink.write(piece);
    if (missing == 0) {
      sink.writeUtf8("\r\n");
    }
    sink.flush();
  }

  private void strike(Ending how) throws IOException, InterruptedException {
    held.clear();
    switch (how.kind) {
      case EOF:
        end();
        break;
      case CUT:
        if (written == 0) {
          frame(new byte[0], MISSING);
        }
        wire.cut();
        break;
      case RESET:
        // A reset throws away what the kernel has not transmitted: the count would be off.
        wire.stop.sleepNanos(TRANSMISSION_NANOS);
        wire.reset();
        break;
      case STALL:
        stall();
        break;
    }
    finished = true;
  }

  /** Says nothing more. */
  void stall() throws IOException, InterruptedException {
    wire.awaitGone(sink);
    wire.cut();
  }
}
