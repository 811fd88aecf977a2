package dev.holdfast.internal.connection;

import java.util.HashSet;
import java.util.Set;

/** The streams that connect to an origin. Guarded by the gate's lock. */
final class GateGuests {
  private final Set<GateGuest> guests = new HashSet<>();

  int size() {
    return guests.size();
  }

  boolean contains(GateGuest guest) {
    return guests.contains(guest);
  }

  void add(GateGuest guest) {
    guests.add(guest);
  }

  boolean remove(GateGuest guest) {
    return guests.remove(guest);
  }

  /** Whether a connection of one of them shows that the origin is there. */
  boolean vouch(long now) {
    for (GateGuest guest : guests) {
      if (guest.vouches(now)) {
        return true;
      }
    }
    return false;
  }

  /** Where some of them have failed. */
  Set<String> suspects() {
    Set<String> paths = new HashSet<>();
    for (GateGuest guest : guests) {
      if (guest.failures > 0) {
        paths.add(guest.path);
      }
    }
    return paths;
  }

  /** What failed in one outage says nothing in the next. */
  void forgive() {
    for (GateGuest guest : guests) {
      guest.failures = 0;
    }
  }
}
