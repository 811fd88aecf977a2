package dev.holdfast.internal.sim;

/** What makes a stream change connections, besides losing one. */
enum Trigger {
  RETRY,
  HANDOVER,
  VERIFY,
  SUSPEND
}
