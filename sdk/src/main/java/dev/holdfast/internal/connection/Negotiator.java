package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
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
  /** What a verdict leads to. */
  private enum Rule {
    /** The same transport again, after a wait. */
    WAIT,
    /** It does not work here: the next transport, at once. */
    NEXT,
    /** It may work: the next transport of this round; after the last, a wait and a new round. */
    ROUND,
    /** As WAIT; once that has gone on for long, the other transports get their chance too. */
    OUTAGE,
    /** Over, unless a poll finds that this was only said to the event stream. */
    POLL_FIRST,
    CLOSE,
    FINISH
  }

  private static final Map<Verdict, Rule> BEFORE_PROOF = new EnumMap<>(Verdict.class);
  private static final Map<Verdict, Rule> PROVEN = new EnumMap<>(Verdict.class);

  static {
    //  verdict                before any proof  proven
    row(Verdict.REFUSED, /*  */ Rule.NEXT, /* */ Rule.OUTAGE);
    row(Verdict.MUTED, /*    */ Rule.ROUND, /**/ Rule.OUTAGE);
    row(Verdict.LOST, /*     */ Rule.ROUND, /**/ Rule.OUTAGE);
    row(Verdict.UNREACHABLE, /**/ Rule.WAIT, /**/ Rule.WAIT);
    row(Verdict.REJECTED, /* */ Rule.CLOSE, /**/ Rule.CLOSE);
    row(Verdict.ENDED, /*    */ Rule.POLL_FIRST, Rule.FINISH);
  }

  private static void row(Verdict verdict, Rule beforeProof, Rule proven) {
    BEFORE_PROOF.put(verdict, beforeProof);
    PROVEN.put(verdict, proven);
  }

  /** As long a wait for an answer is a server's that holds polls. */
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Deploys answer 404 for seconds: so many failures over so long a time are no outage. */
  private static final int OUTAGE_FAILURES = 3;

  private static final long OUTAGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final StreamRequest request;
  private final List<TransportType> order;
  private final TransportMemory memory;

  /** What the stream sticks to; null while there is no such transport. */
  private @Nullable TransportType proven;

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

  Negotiator(StreamRequest request, TransportMemory memory) {
    this.request = request;
    this.order = request.transports();
    this.memory = memory;
    this.last = order.get(0);
  }

  /** What the next attempt goes by. */
  TransportType transport() {
    TransportType stuckTo = proven;
    TransportType next = stuckTo != null ? stuckTo : nextUntried();
    last = next != null ? next : order.get(0);
    return last;
  }

  /** On another network, or after a sleep, what works is found out anew, from the best. */
  void networkChanged() {
    proven = null;
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
    return order.contains(type) && !refusals.containsKey(type);
  }

  /** The best transport, if that is not this one; else null. */
  @Nullable TransportType better(TransportType than) {
    TransportType best = order.get(0);
    return best == than ? null : best;
  }

  /** Whether the best transport was not refused, but had failed when this one was proven. */
  boolean hasOnlyFailedForNow(TransportType proven) {
    return order.get(0) != proven && failedForNow.contains(order.get(0));
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
    return NoTransport.summary(order, ends, last);
  }

  private Rule rule(AttemptEnd end) {
    if (proven != null && end.isForbiddenPage()) {
      return Rule.CLOSE;
    }
    Rule rule = (proven == null ? BEFORE_PROOF : PROVEN).get(end.verdict());
    return rule == null ? Rule.WAIT : rule;
  }

  private Decision next(TransportType type, AttemptEnd end, long now) {
    TransportType next = nextUntried();
    if (next != null) {
      return goOn(Next.FALL_BACK);
    }
    boolean allRefused = refusals.size() == order.size();
    if (allRefused && (!everProven || isNoOutage(now))) {
      return new Decision(Next.CLOSE, type, NoTransport.failure(order, refusals, end.cause()));
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
    if (order.size() == 1 && !refused) {
      return goOn(Next.RETRY);
    }
    proven = null;
    tried.add(type);
    if (refused) {
      refusals.put(type, end);
    }
    return next(type, end, now);
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
    return order.contains(type) && !refusals.containsKey(type) && !tried.contains(type);
  }

  /** The best transport that this round has not tried; one that others found wanting comes last. */
  private @Nullable TransportType nextUntried() {
    TransportType avoided = null;
    for (TransportType type : order) {
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
