package dev.holdfast.internal.transport;

import dev.holdfast.internal.Redaction;
import java.net.ProtocolException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Which redirects are followed (RFC 9110 §15.4), and what goes along. Across origins nothing goes
 * that the app or the stream added: no header, no cursor, no body. One instance serves one attempt.
 */
final class Redirects {
  /** As many as browsers follow. */
  private static final int MAX = 20;

  private final Request bare;
  private int followed;
  private boolean leftOrigin;

  /**
   * @param bare the request with none of the app's headers and no cursor
   */
  Redirects(Request bare) {
    this.bare = bare;
  }

  /** Whether the response comes from an origin that the cursor was not sent to. */
  boolean leftOrigin() {
    return leftOrigin;
  }

  /**
   * Returns the request to send next, or null if the response is no redirect.
   *
   * @throws UnfollowedException if it is one that must not be followed
   */
  @Nullable Request next(Request sent, Response response) throws UnfollowedException {
    int status = response.code();
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
      return null;
    }
    String location = response.header("Location");
    if (location == null) {
      throw new UnfollowedException("redirect without a Location");
    }
    HttpUrl to = sent.url().resolve(location);
    if (to == null) {
      throw new UnfollowedException(
          "redirect to what is no http or https URL: \"" + Redaction.notUrl(location) + "\"");
    }
    if (sent.isHttps() && !to.isHttps()) {
      throw new UnfollowedException("redirect from https to http: " + Redaction.url(to));
    }
    if (++followed > MAX) {
      throw new UnfollowedException(
          "more than " + MAX + " redirects, the last to " + Redaction.url(to));
    }
    boolean keepsMethod = status == 307 || status == 308 || sent.method().equals("GET");
    boolean leaves = !sameOrigin(sent.url(), to);
    if (leaves && keepsMethod && sent.body() != null) {
      throw new UnfollowedException(
          "redirect of a " + sent.method() + " to another origin: " + Redaction.url(to));
    }
    leftOrigin |= leaves;
    Request.Builder next = (leftOrigin ? bare : sent).newBuilder().url(to);
    if (keepsMethod) {
      next.method(sent.method(), sent.body());
    } else {
      next.method("GET", null).removeHeader("Content-Type");
    }
    return next.build();
  }

  private static boolean sameOrigin(HttpUrl a, HttpUrl b) {
    return a.scheme().equals(b.scheme()) && a.host().equals(b.host()) && a.port() == b.port();
  }

  /** A redirect that is not followed. The message says which. */
  static final class UnfollowedException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    UnfollowedException(String message) {
      super(message);
    }
  }
}
