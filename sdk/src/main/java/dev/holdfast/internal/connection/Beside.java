package dev.holdfast.internal.connection;

import dev.holdfast.internal.transport.AttemptEnd;

/** Is told what a candidate showed beside the active connection. In the serial context. */
interface Beside {
  /** A poll brought events that the event stream beside it has not, and took its place. */
  void challenged(Link eventStream, Link poll);

  /** An event stream did not bring what the poll beside it had brought. */
  void challengeLost(Link eventStream);

  /** Whether the silence of the active connection is against the rhythm that it had. */
  boolean activeBrokeItsRhythm();

  /** The active connection has missed nothing, and stays. */
  void activeStays();

  /**
   * The active connection had missed something, or broken its rhythm; the candidate replaces it.
   */
  void activeWasDead();

  /** Whether the active connection is an event stream, and a poll brought what that one did not. */
  boolean mayBeMuted(Link candidate);

  /** A candidate shows nothing; whether a poll is to find out instead. */
  boolean mayPollInstead(Link candidate);

  /** A candidate failed, and the active connection stays. */
  void candidateFailed(Link candidate, Purpose purpose, AttemptEnd end);
}
