package dev.holdfast.internal.session;

import dev.holdfast.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an event is recognised by: a hash of its own identifier, and a fingerprint of its type,
 * length and data. Two numbers, so that a history of a thousand events takes 16 KiB and keeps no
 * payload alive.
 */
final class Mark {
  /** The identifier hash of an event that has none. */
  static final long NO_ID = 0;

  private Mark() {}

  static long id(@Nullable String id) {
    if (id == null) {
      return NO_ID;
    }
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    return hash == NO_ID ? 1 : hash;
  }

  static long content(StreamEvent event) {
    long hash = event.data().hashCode();
    hash = hash * 0x9e3779b97f4a7c15L + event.data().length();
    return hash * 0x9e3779b97f4a7c15L + event.type().hashCode();
  }
}
