package dev.holdfast.internal.connection;

import dev.holdfast.StreamException;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.session.Outbox;
import dev.holdfast.internal.session.OutboxEntry;
import dev.holdfast.internal.transport.PostEnd;
import dev.holdfast.internal.transport.Poster;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages by POST, one at a time, and tells the outbox what came of each. Confined to the
 * stream's serial context.
 */
final class Posts {
  private final Supervisor supervisor;
  private final Environment env;
  private final Poster poster;
  private final Outbox outbox;
  private final SendPace pace;
  private final Runnable onEnd;

  private Poster.@Nullable Posting posting;

  /** The network changed under the one that is under way. */
  private boolean moved;

  /** Connections that are there are in doubt. */
  private boolean doubtful;

  private boolean closed;

  /**
   * @param onEnd is told in the serial context that one is over
   */
  Posts(
      Supervisor supervisor,
      Environment env,
      Poster poster,
      Outbox outbox,
      SendPace pace,
      Runnable onEnd) {
    this.supervisor = supervisor;
    this.env = env;
    this.poster = poster;
    this.outbox = outbox;
    this.pace = pace;
    this.onEnd = onEnd;
  }

  boolean isUnderWay() {
    return posting != null;
  }

  /** Sends what is next, if there is something. */
  void sendNext() {
    long now = env.clock.nanoTime();
    OutboxEntry next = outbox.next(now);
    if (next == null) {
      return;
    }
    String id = next.message().ref();
    Object route = new Object();
    outbox.sent(next, route, true, now, 0);
    try {
      posting =
          poster.post(
              next.message(), doubtful, end -> supervisor.fromControl(() -> ended(id, route, end)));
    } catch (RuntimeException | OutOfMemoryError noThread) {
      outbox.again(id, route, pace.after(0), false);
    }
  }

  private void ended(String id, Object route, PostEnd end) {
    posting = null;
    if (closed) {
      return;
    }
    doubtful = end.isTimeout() || moved;
    moved = false;
    StreamException cause = end.cause();
    if (cause == null) {
      pace.taken();
      outbox.acknowledged(id);
    } else if (end.mayRetry()) {
      outbox.again(id, route, pace.after(end.retryAfterNanos()), end.mayHaveArrived());
    } else if (end.isServersWord()) {
      outbox.refused(id, route, cause);
    } else {
      outbox.unsendable(id, route, cause, end.mayHaveArrived());
    }
    onEnd.run();
  }

  /** An answer may have gone where the machine is not any more. */
  void networkChanged() {
    if (posting != null) {
      moved = true;
      posting.cancel();
    }
  }

  void close() {
    closed = true;
    if (posting != null) {
      posting.cancel();
    }
  }
}
