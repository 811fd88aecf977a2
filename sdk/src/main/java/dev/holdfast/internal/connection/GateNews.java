package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Timers;
import java.util.ArrayList;
import java.util.List;

/** Tickets granted by others than themselves: to be told so. Guarded by the gate's lock. */
final class GateNews {
  private final Timers timers;
  private List<GateTicket> granted = new ArrayList<>();

  GateNews(Timers timers) {
    this.timers = timers;
  }

  void add(GateTicket ticket) {
    granted.add(ticket);
  }

  /** Whether the ticket was to be told, and will not be: it sees for itself. */
  boolean remove(GateTicket ticket) {
    return granted.remove(ticket);
  }

  /** On the control thread, soon. */
  void tell() {
    if (!granted.isEmpty()) {
      List<GateTicket> told = granted;
      granted = new ArrayList<>();
      timers.schedule(0, () -> tellAll(told));
    }
  }

  /** What one of them throws is not to keep the others from their turn. */
  private static void tellAll(List<GateTicket> told) {
    Throwable thrown = null;
    for (GateTicket ticket : told) {
      try {
        ticket.tell();
      } catch (Throwable e) {
        ticket.failed(GateOutcome.UNKNOWN);
        thrown = e;
      }
    }
    if (thrown instanceof Error) {
      throw (Error) thrown;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }
}
