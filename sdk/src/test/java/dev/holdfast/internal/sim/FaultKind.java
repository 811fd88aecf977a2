package dev.holdfast.internal.sim;

/** What goes wrong in a simulated network, again and again. */
enum FaultKind {
  EOF,
  RST,
  HALF_OPEN,
  STALL,
  SLOW,
  SERVER_RESTART
}
