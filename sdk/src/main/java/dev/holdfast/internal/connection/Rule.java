package dev.holdfast.internal.connection;

import dev.holdfast.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** What a verdict leads to. */
enum Rule {
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
  FINISH;

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

  static Rule of(Verdict verdict, boolean proven) {
    Rule rule = (proven ? PROVEN : BEFORE_PROOF).get(verdict);
    return rule == null ? WAIT : rule;
  }
}
