package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.wire.LimitExceededException;
import dev.holdfast.internal.wire.LimitExceededException.Bound;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Sink;
import okio.Socket;
import okio.Source;

/**
 * The socket under a WebSocket: notices each byte that comes, pongs included, and ends a message
 * that has no end. OkHttp would hold all of it. Read by OkHttp's thread.
 */
final class WatchedSocket implements Socket {
  /** OkHttp reads ahead by so much, of which some belongs to the next message. */
  private static final int READ_AHEAD = 16 * 1024;

  private final Socket socket;
  private final Clock clock;
  private final long maxMessageBytes;
  private final Source source;
  private long sinceMessage;
  private volatile long waitsSince = Attempt.NOT_WAITING;

  WatchedSocket(Socket socket, Clock clock, long maxMessageBytes, Runnable onBytes) {
    this.socket = socket;
    this.clock = clock;
    this.maxMessageBytes = maxMessageBytes;
    this.source =
        new ForwardingSource(socket.getSource()) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            long since = clock.nanoTime();
            waitsSince = since;
            long read = super.read(sink, byteCount);
            waitsSince = Attempt.NOT_WAITING;
            if (read > 0 && clock.nanoTime() - since >= SseReader.NEWS_NANOS) {
              onBytes.run();
            }
            sinceMessage += Math.max(0, read);
            if (sinceMessage - READ_AHEAD > maxMessageBytes) {
              throw tooLarge();
            }
            return read;
          }
        };
  }

  /** A message is complete. On OkHttp's thread. */
  void message() {
    sinceMessage = 0;
  }

  LimitExceededException tooLarge() {
    return new LimitExceededException(Bound.MESSAGE, maxMessageBytes);
  }

  /** Since when nothing has come; {@link Attempt#NOT_WAITING} while its reader is busy. */
  long waitsSince() {
    return waitsSince;
  }

  @Override
  public Source getSource() {
    return source;
  }

  @Override
  public Sink getSink() {
    return socket.getSink();
  }

  @Override
  public void cancel() {
    socket.cancel();
  }
}
