package dev.holdfast.sample;

import dev.holdfast.Receipt;
import org.jspecify.annotations.Nullable;

/** A line of the timeline. Immutable. */
final class Row {
  /** What is shown of a text; an event may have megabytes. */
  private static final int MAX_CHARS = 2_000;

  final Kind kind;
  final long time;

  /** An event's type; otherwise empty. */
  final String label;

  final String text;

  /** What became of a message of ours; null for all else. */
  final Receipt.@Nullable State fate;

  /** Whether the server has sent a message of ours to all who listen, us among them. */
  final boolean echoed;

  /**
   * Creates a row.
   *
   * @param kind what it is
   * @param time when it came, or has gone out, by the wall clock
   * @param label an event's type
   * @param text what is shown
   * @param fate of a message of ours
   * @param echoed whether such a message came back as an event
   */
  Row(
      Kind kind,
      long time,
      String label,
      String text,
      Receipt.@Nullable State fate,
      boolean echoed) {
    this.kind = kind;
    this.time = time;
    this.label = label;
    this.text = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
    this.fate = fate;
    this.echoed = echoed;
  }

  static Row event(String type, String data, long time) {
    return new Row(Kind.EVENT, time, type, data, null, false);
  }

  static Row mine(String text, long time) {
    return new Row(Kind.MINE, time, "", text, Receipt.State.QUEUED, false);
  }

  static Row of(Kind kind, String text, long time) {
    return new Row(kind, time, "", text, null, false);
  }

  Row withFate(Receipt.State newFate) {
    return new Row(kind, time, label, text, newFate, echoed);
  }

  Row withEcho() {
    return new Row(kind, time, label, text, fate, true);
  }

  /** A message that has gone out is of that time, not of that when it was written. */
  Row withFate(Receipt.State newFate, long now) {
    boolean goesOut = newFate != Receipt.State.QUEUED && newFate != Receipt.State.REJECTED;
    return new Row(kind, goesOut ? now : time, label, text, newFate, echoed);
  }

  /** Whether this is a message of ours that the server may have. */
  boolean hasGoneOut() {
    return kind == Kind.MINE && fate != Receipt.State.QUEUED && fate != Receipt.State.REJECTED;
  }

  /** Whether this is a message whose fate nobody knows yet. */
  boolean isUndecided() {
    return fate != null && !fate.isFinal();
  }

  /** Whether the user may want to send this again. */
  boolean isInDoubt() {
    return fate == Receipt.State.REJECTED || fate == Receipt.State.UNKNOWN;
  }

  /** What a row is. Their names are stored. */
  enum Kind {
    /** An event of the stream. */
    EVENT,
    /** A message that the user has sent. */
    MINE,
    /** Events that are missing. */
    GAP,
    /** Events that may be missing. */
    POSSIBLE_GAP,
    /** Something else to say. */
    NOTE
  }
}
