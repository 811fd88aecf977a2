package dev.holdfast.internal.connection;

import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;

/**
 * What the end of an attempt means for its stream. Remembers only how long a proven transport has
 * been refused. Confined to the stream's serial context.
 */
final class EndRules {
  /** What follows. */
  enum Action {
    /** Wait, then try again. */
    RETRY,
    /** At once ask again without the cursor: it may be the cursor that is refused. */
    RETRY_WITHOUT_CURSOR,
    /** Close with the attempt's failure. */
    FAIL,
    /** Close in good order: the server ended the stream. */
    FINISH
  }

  /** Deploys answer 404 for seconds; that is an outage, not a refusal. */
  private static final int REFUSALS = 3;

  private static final long REFUSED_FOR_NANOS = TimeUnit.SECONDS.toNanos(30);

  private int refusals;
  private long firstRefusalAt;

  /** The transport was accepted again. */
  void opened() {
    refusals = 0;
  }

  /**
   * Decides.
   *
   * @param proven whether the transport ever carried data of this stream
   * @param cursorSent whether the attempt asked for a position
   */
  Action decide(AttemptEnd end, boolean proven, boolean cursorSent, long now) {
    if (cursorSent && end.mayRefuseCursor()) {
      return Action.RETRY_WITHOUT_CURSOR;
    }
    switch (end.verdict()) {
      case ENDED:
        return Action.FINISH;
      case REJECTED:
        return Action.FAIL;
      case REFUSED:
        return proven && !isRefusedForLong(now) ? Action.RETRY : Action.FAIL;
      default:
        return Action.RETRY;
    }
  }

  private boolean isRefusedForLong(long now) {
    if (refusals++ == 0) {
      firstRefusalAt = now;
    }
    return refusals >= REFUSALS && now - firstRefusalAt >= REFUSED_FOR_NANOS;
  }
}
