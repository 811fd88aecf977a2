package dev.holdfast;

/** The callbacks of a listener that a stream which goes on calls. */
enum Callback {
  STATE_CHANGE,
  OPEN,
  EVENT,
  RETRY,
  GAP
}
