package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.wire.MessageBound;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Sink;
import okio.Socket;
import okio.Source;

/**
 * The socket under a WebSocket: notices each byte that comes, pongs included, and ends a message
 * that is too large, all of which OkHttp would hold. Read by OkHttp's thread.
 */
final class WatchedSocket implements Socket {
  private final Socket socket;
  private final Source source;
  private volatile long waitsSince = Attempt.NOT_WAITING;
  private volatile long lastDataAt;

  WatchedSocket(Socket socket, Clock clock, long maxMessageBytes, Runnable onBytes) {
    this.socket = socket;
    this.lastDataAt = clock.nanoTime();
    MessageBound bound = new MessageBound(maxMessageBytes);
    this.source =
        new ForwardingSource(socket.getSource()) {
          private final Buffer arrived = new Buffer();
          private boolean tooLarge;

          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            if (tooLarge) {
              throw bound.tooLarge();
            }
            long since = clock.nanoTime();
            waitsSince = since;
            long read = super.read(arrived, byteCount);
            waitsSince = Attempt.NOT_WAITING;
            if (read < 0) {
              return read;
            }
            if (clock.nanoTime() - since >= SseReader.NEWS_NANOS) {
              onBytes.run();
            }
            long fits = bound.admit(arrived);
            if (bound.hasSeenData()) {
              lastDataAt = clock.nanoTime();
            }
            // What comes before it is whole, and is heard.
            tooLarge = fits < read;
            if (tooLarge && fits == 0) {
              throw bound.tooLarge();
            }
            sink.write(arrived, fits);
            arrived.clear();
            return fits;
          }
        };
  }

  /** Since when nothing has come; {@link Attempt#NOT_WAITING} while its reader is busy. */
  long waitsSince() {
    return waitsSince;
  }

  /** When some of a message came last, rather than of a ping or a pong. */
  long lastDataAt() {
    return lastDataAt;
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
