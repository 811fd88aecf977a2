package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which transport carries a stream: verdicts in, the next transport out. Opened is not proven:
 * until a transport has carried data, the stream tries them in rounds, from the best that was not
 * refused downwards; after that it sticks to the proven one through every outage. Confined to the
 * stream's serial context.
 */
final class Negotiator {
  /** As long a wait for an answer is a server's that holds polls. */
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Deploys answer 404 for seconds: so many failures over so long a time are no outage. */
  private static final int OUTAGE_FAILURES = 3;

  private static final long OUTAGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final StreamRequest request;
  private final TransportOrder order;
  private final TransportMemory memory;

  /** What the stream sticks to; null while there is no such transport. */
  private @Nullable TransportType proven;

  /**
   * What a channel goes back to when its upgraded connection is lost; null if nothing else worked.
   */
  private @Nullable TransportType base;

  private boolean everProven;
  private volatile TransportType last;

  /** The transports that do not work here, and how they said so. */
  private final Map<TransportType, AttemptEnd> refusals = new EnumMap<>(TransportType.class);

  /** The transports that had only failed when another was proven: an outage demotes nothing. */
  private final EnumSet<TransportType> failedForNow = EnumSet.noneOf(TransportType.class);

  /** The transports that have failed in this round. */
  private final EnumSet<TransportType> tried = EnumSet.noneOf(TransportType.class);

  /** How each transport ended last, since one was proven. */
  private final Map<TransportType, AttemptEnd> ends = new EnumMap<>(TransportType.class);

  private int failures;
  private long firstFailureAt;
  private boolean endedByServer;

  Negotiator(StreamRequest request, TransportOrder order, TransportMemory memory) {
    this.request = request;
    this.order = order;
    this.memory = memory;
    this.last = order.first();
  }

  /** What the next attempt goes by. */
  TransportType transport() {
    TransportType stuckTo = proven;
    TransportType next = stuckTo != null ? stuckTo : nextUntried();
    last = next != null ? next : order.first();
    return last;
  }

  /** On another network, or after a sleep, what works is found out anew, from the best. */
  void networkChanged() {
    forgetFailures();
    proven = null;
    base = null;
    tried.clear();
    if (everProven) {
      refusals.clear();
    }
    // Those were the way's, and this is another one.
    refusals.values().removeIf(AttemptEnd::isForbiddenPage);
  }

  /** What an attempt went by last. From any thread. */
  TransportType lastTransport() {
    return last;
  }

  /** A transport carries data of this stream. */
  void proven(TransportType type) {
    proven = type;
    base = order.isUpgrade(type) ? base : type;
    last = type;
    everProven = true;
    // Now it is known that it was not the server that was away.
    for (Map.Entry<TransportType, AttemptEnd> refusal : refusals.entrySet()) {
      if (refusal.getValue().isForbiddenPage()) {
        memory.blocked(request, refusal.getKey());
      } else {
        memory.refused(request, refusal.getKey());
      }
    }
    memory.works(request, type);
    failedForNow.clear();
    failedForNow.addAll(tried);
    refusals.clear();
    tried.clear();
    ends.clear();
    failures = 0;
    endedByServer = false;
  }

  /**
   * Decides what follows the end of an attempt.
   *
   * @param type what carried the attempt
   * @param wasProven whether it had carried data itself
   * @param now the time on the monotonic clock
   */
  Decision ended(TransportType type, AttemptEnd end, boolean wasProven, long now) {
    ends.put(type, end);
    if (end.mayRefuseCursor()) {
      return new Decision(Next.RETRY_WITHOUT_CURSOR, type, null);
    }
    if (end.isPollAnswer()) {
      return new Decision(Next.FALL_BACK, TransportType.LONG_POLL, null);
    }
    if (endedByServer && !wasProven) {
      return new Decision(Next.FINISH, type, null);
    }
    if (order.isUpgrade(type) && !isLastWord(end) && (base != null || othersMayWork())) {
      proven = base;
      tried.clear();
      tried.add(type);
      return goOn(Next.RETRY);
    }
    switch (rule(end)) {
      case NEXT:
        refusals.put(type, end);
        return next(type, end, now);
      case ROUND:
        tried.add(type);
        return next(type, end, now);
      case OUTAGE:
        return outage(type, end, wasProven, now);
      case POLL_FIRST:
        tried.add(type);
        endedByServer = isOpenTo(TransportType.LONG_POLL);
        return endedByServer
            ? new Decision(Next.FALL_BACK, TransportType.LONG_POLL, null)
            : new Decision(Next.FINISH, type, null);
      case FINISH:
        return new Decision(Next.FINISH, type, null);
      case CLOSE:
        return new Decision(Next.CLOSE, type, end.cause());
      default:
        tried.clear();
        return goOn(Next.RETRY);
    }
  }

  /** Whether the stream may go by a transport, as far as is known. */
  boolean mayUse(TransportType type) {
    return order.tried().contains(type) && !refusals.containsKey(type);
  }

  TransportOrder order() {
    return order;
  }

  /** Whether the first transport was not refused, but had failed when this one was proven. */
  boolean hasOnlyFailedForNow(TransportType proven) {
    return order.first() != proven && failedForNow.contains(order.first());
  }

  /** An attempt ended, and another that was beside it goes on. */
  void endedBeside(TransportType type, AttemptEnd end) {
    if (proven == null) {
      ends.put(type, end);
      if (end.verdict() == Verdict.REFUSED) {
        refusals.put(type, end);
      } else if (end.verdict() == Verdict.LOST) {
        tried.add(type);
      }
    }
  }

  /**
   * Whether a poll that was accepted only confirms that the stream is over: the event stream had
   * said so, and the poll says the same, at once.
   *
   * @param nanos how long the answer took: a server that holds polls is not over
   */
  boolean confirmsEnd(int statusCode, long nanos) {
    return endedByServer && statusCode == 204 && nanos < HELD_NANOS;
  }

  /** Returns the failure for the app: what each transport said, where several were tried. */
  StreamException summary(StreamException last) {
    return NoTransport.summary(order.tried(), ends, last);
  }

  /** Whether a channel has something to go by that was not refused here. */
  private boolean othersMayWork() {
    for (TransportType type : order.tried()) {
      if (!order.isUpgrade(type) && mayUse(type) && !memory.isAvoided(request, type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLastWord(AttemptEnd end) {
    return end.verdict() == Verdict.ENDED || end.verdict() == Verdict.REJECTED;
  }

  private Rule rule(AttemptEnd end) {
    if (proven != null && end.isForbiddenPage()) {
      return Rule.CLOSE;
    }
    return Rule.of(end.verdict(), proven != null);
  }

  private Decision next(TransportType type, AttemptEnd end, long now) {
    TransportType next = nextUntried();
    if (next != null) {
      return goOn(Next.FALL_BACK);
    }
    boolean allRefused = refusals.size() == order.tried().size();
    if (allRefused && (!everProven || isNoOutage(now))) {
      return new Decision(
          Next.CLOSE, type, NoTransport.failure(order.tried(), refusals, end.cause()));
    }
    tried.clear();
    if (everProven) {
      refusals.clear();
    }
    return goOn(Next.RETRY);
  }

  private Decision outage(TransportType type, AttemptEnd end, boolean wasProven, long now) {
    if (wasProven || !isNoOutage(now)) {
      return goOn(Next.RETRY);
    }
    boolean refused = end.verdict() == Verdict.REFUSED;
    if (order.tried().size() == 1 && !refused) {
      return goOn(Next.RETRY);
    }
    proven = null;
    tried.add(type);
    if (refused) {
      refusals.put(type, end);
    }
    return next(type, end, now);
  }

  /** What failed before says nothing of what comes now. */
  void forgetFailures() {
    failures = 0;
  }

  /** Counts a failure; returns whether there were too many, for too long. */
  private boolean isNoOutage(long now) {
    if (failures++ == 0) {
      firstFailureAt = now;
    }
    return failures >= OUTAGE_FAILURES && now - firstFailureAt >= OUTAGE_NANOS;
  }

  private Decision goOn(Next next) {
    return new Decision(next, transport(), null);
  }

  private boolean isOpenTo(TransportType type) {
    return order.tried().contains(type) && !refusals.containsKey(type) && !tried.contains(type);
  }

  /** The best transport that this round has not tried; one that others found wanting comes last. */
  private @Nullable TransportType nextUntried() {
    TransportType avoided = null;
    for (TransportType type : order.tried()) {
      if (isOpenTo(type)) {
        if (!memory.isAvoided(request, type)) {
          return type;
        }
        avoided = avoided == null ? type : avoided;
      }
    }
    return avoided;
  }
}
