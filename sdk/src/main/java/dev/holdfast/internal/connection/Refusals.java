package dev.holdfast.internal.connection;

import dev.holdfast.Credentials;
import dev.holdfast.StreamException;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.Grant;
import org.jspecify.annotations.Nullable;

/**
 * Which credentials a server has refused, and whether the app is asked for others: once, until a
 * connection is accepted. Confined to the stream's serial context.
 */
final class Refusals {
  private @Nullable Credentials untold;
  private boolean asked;

  /**
   * An attempt has ended. Returns whether to try again, since it was for credentials that the app
   * may have others for.
   */
  boolean mayAskAgain(Link link, AttemptEnd end) {
    Grant grant = link.grant;
    if (grant == null || end.cause().reason() != StreamException.Reason.CREDENTIALS_REFUSED) {
      return false;
    }
    untold = grant.credentials();
    boolean first = !asked;
    asked = true;
    return first;
  }

  /** What was refused, as far as the app does not know of it; null for none. */
  @Nullable Credentials untold() {
    return untold;
  }

  /** The app knows of a refusal, and has answered. */
  void told(@Nullable Credentials refused) {
    if (untold == refused) {
      untold = null;
    }
  }

  /** The server has accepted a connection. */
  void accepted() {
    untold = null;
    asked = false;
  }
}
