package dev.holdfast.internal.sim;

/** How a simulated server keeps its events and answers a cursor. */
enum ServerKind {
  /** Continues exactly after the cursor. */
  EXACT(true, true),
  /** Repeats up to 20 events before the cursor. */
  REPLAYS_UP_TO_20(true, true),
  /** Ignores the cursor: sends only what is new. */
  LIVE_ONLY(false, false),
  /** Ignores the cursor: sends all that it has kept, every time. */
  FROM_THE_START(true, true),
  /** Keeps 30 events; continues with the oldest where the cursor is older. */
  RING_OF_30(false, false),
  /** Keeps 30 events; answers 410 where the cursor is older. */
  ANSWERS_410(false, false),
  /** Forgets its events and counts from 1 again when it restarts. */
  COUNTER_RESTARTS(false, false),
  /** Writes the same identifier on every event; sends only what is new. */
  CONSTANT_ID(false, false),
  /** Several events share an identifier; continues after the last of them. */
  SEVERAL_PER_ID(false, true),
  /** Writes an identifier on one event in three; continues after that one. */
  SPARSE_IDS(true, true);

  /** Whether it is honest towards a cursor alone: nothing is ever lost. */
  final boolean exactByLastId;

  /** Whether it is honest towards an anchored cursor: nothing is ever lost. */
  final boolean exactByAnchor;

  ServerKind(boolean exactByLastId, boolean exactByAnchor) {
    this.exactByLastId = exactByLastId;
    this.exactByAnchor = exactByAnchor;
  }
}
