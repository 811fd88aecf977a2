package dev.holdfast.internal.delivery;

import dev.holdfast.EventDecodingException;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.PayloadPolicy;
import org.jspecify.annotations.Nullable;

/** What follows when a listener fails at an event: a payload that cannot be used has its own. */
final class FailureRules {
  private FailureRules() {}

  /** Whether offering the event again may help; the same payload would fail again. */
  static boolean mayPass(Throwable failure) {
    return ownPolicy(failure) == null;
  }

  /** What follows when the event is not offered again. */
  static PayloadPolicy then(Throwable failure, ListenerFailurePolicy failures) {
    PayloadPolicy own = ownPolicy(failure);
    if (own != null) {
      return own;
    }
    return failures.then() == ListenerFailurePolicy.Then.CLOSE
        ? PayloadPolicy.CLOSE
        : PayloadPolicy.REPORT;
  }

  private static @Nullable PayloadPolicy ownPolicy(Throwable failure) {
    return failure instanceof EventDecodingException
        ? ((EventDecodingException) failure).policy()
        : null;
  }
}
