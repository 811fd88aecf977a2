package dev.holdfast;

import dev.holdfast.internal.HeaderRules;
import java.time.Instant;
import java.util.Objects;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What an app proves by that it may have a stream: headers, and until when they are good.
 * Immutable. No value of a header is in {@link #toString} or in a message of an exception.
 */
public final class Credentials {
  private static final Credentials NONE = new Credentials(Headers.of(), null);

  private final Headers headers;
  private final @Nullable Instant expiresAt;

  private Credentials(Headers headers, @Nullable Instant expiresAt) {
    this.headers = headers;
    this.expiresAt = expiresAt;
  }

  /** Returns credentials without any header: a start for {@link #header}. */
  public static Credentials none() {
    return NONE;
  }

  /**
   * Returns a bearer token (RFC 6750): {@code Authorization: Bearer} and the token.
   *
   * @throws IllegalArgumentException if it is empty, or has a blank, a line end or another
   *     character that no token has; the message does not show it
   */
  public static Credentials bearer(String token) {
    if (token.isEmpty()) {
      throw new IllegalArgumentException("the token is empty");
    }
    if (token.indexOf(' ') >= 0 || token.indexOf('\t') >= 0) {
      throw new IllegalArgumentException("the token has a blank");
    }
    return NONE.header("Authorization", "Bearer " + token);
  }

  /**
   * Returns these with one more header, in place of any of that name.
   *
   * @throws IllegalArgumentException if either has characters that no header may have; the message
   *     names the header, not the value
   */
  public Credentials header(String name, String value) {
    HeaderRules.check(name, value);
    return new Credentials(headers.newBuilder().set(name, value).build(), expiresAt);
  }

  /**
   * Returns these with the time from which on the server will not take them, by the machine's
   * clock. The stream has a connection with others before that.
   */
  public Credentials withExpiry(Instant expiresAt) {
    return new Credentials(headers, Objects.requireNonNull(expiresAt, "expiresAt"));
  }

  /** Returns the headers, secrets included. */
  public Headers headers() {
    return headers;
  }

  /** Returns from when on the server will not take them; null if that is not known. */
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /** Whether headers and expiry are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Credentials
        && ((Credentials) other).headers.equals(headers)
        && Objects.equals(((Credentials) other).expiresAt, expiresAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(headers, expiresAt);
  }

  /** Returns the names of the headers and the expiry. */
  @Override
  public String toString() {
    return "Credentials{"
        + String.join(", ", headers.names())
        + (expiresAt == null ? "" : " until " + expiresAt)
        + "}";
  }
}
