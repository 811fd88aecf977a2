package dev.holdfast.internal.connection;

/** How an origin's gate stands at a moment. Immutable. */
public final class GateState {
  public final String origin;

  /** Whether the origin is taken to be away. */
  public final boolean open;

  /** How many attempts may be under way unproven; 1 while the origin is away. */
  public final int window;

  /** How many are. */
  public final int underWay;

  public final int waiting;

  /**
   * When one of those that wait goes next, from now, if nothing happens before; -1 if none does.
   */
  public final long nextNanos;

  GateState(String origin, boolean open, int window, int underWay, int waiting, long nextNanos) {
    this.origin = origin;
    this.open = open;
    this.window = window;
    this.underWay = underWay;
    this.waiting = waiting;
    this.nextNanos = nextNanos;
  }

  @Override
  public String toString() {
    return origin
        + (open ? " is away, " : " takes " + window + " attempts at once, ")
        + underWay
        + " under way, "
        + waiting
        + " waiting";
  }
}
