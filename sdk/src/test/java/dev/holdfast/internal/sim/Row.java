package dev.holdfast.internal.sim;

/** The counts of one row of the matrix. */
final class Row {
  static final String HEADER =
      String.format(
          "%-46s %8s %8s %7s %7s %7s %6s %6s %9s %9s %9s",
          "mode server fault trigger",
          "produced",
          "received",
          "opens",
          "polls",
          "changes",
          "gaps",
          "false",
          "lost+told",
          "lost",
          "again");

  private final String name;
  int produced;
  int delivered;
  int opens;
  int polls;
  int changes;
  int gaps;
  int falseGaps;
  int lostAndSaid;
  int lostSilently;
  int repeated;

  Row(String name) {
    this.name = name;
  }

  void add(SimStream stream) {
    produced += stream.server.produced();
    delivered += stream.oracle.delivered;
    opens += stream.network.opens;
    polls += stream.network.polls;
    changes += stream.network.changes;
    gaps += stream.oracle.gaps;
    falseGaps += stream.oracle.falseGaps;
    lostAndSaid += stream.oracle.lostAndSaid;
    lostSilently += stream.oracle.lostSilently;
    repeated += stream.oracle.repeated();
  }

  void add(Row row) {
    produced += row.produced;
    delivered += row.delivered;
    opens += row.opens;
    polls += row.polls;
    changes += row.changes;
    gaps += row.gaps;
    falseGaps += row.falseGaps;
    lostAndSaid += row.lostAndSaid;
    lostSilently += row.lostSilently;
    repeated += row.repeated;
  }

  @Override
  public String toString() {
    return String.format(
        "%-46s %8d %8d %7d %7d %7d %6d %6d %9d %9d %9d",
        name,
        produced,
        delivered,
        opens,
        polls,
        changes,
        gaps,
        falseGaps,
        lostAndSaid,
        lostSilently,
        repeated);
  }
}
