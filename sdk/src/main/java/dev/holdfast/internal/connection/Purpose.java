package dev.holdfast.internal.connection;

/** What a candidate is for. */
enum Purpose {
  /** To take over as soon as it is synced: the connection that there is, is to be replaced. */
  MOVE,
  /** The same, and the connection that there is, is presumed dead. */
  RESCUE,
  /** To find out whether the connection that there is, is alive; it stays if it is. */
  VERIFY,
  /** To bring at once what an event stream that shows nothing may be holding back. */
  PROBE,
  /** An event stream that showed nothing, given a last chance to bring what a probe brought. */
  CHALLENGE
}
