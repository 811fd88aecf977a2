package dev.holdfast.dialect;

import dev.holdfast.internal.Redaction;
import java.io.IOException;
import java.util.Objects;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The response to a poll, with status 200. Used on one thread, for the time of one call. */
public final class PollResponse {
  private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

  private final HttpUrl url;
  private final @Nullable String cursor;
  private final Headers headers;
  private final Body source;
  private @Nullable ByteString body;

  /** Reads a body, once. */
  @FunctionalInterface
  public interface Body {
    /** Returns the whole body. */
    ByteString read() throws IOException;
  }

  /**
   * Creates a response, as a transport does; in tests of a dialect, to feed it.
   *
   * @param url where it comes from, after redirects
   * @param cursor the position that was asked for, or null for none
   * @param headers its headers
   * @param source reads its body
   */
  public PollResponse(HttpUrl url, @Nullable String cursor, Headers headers, Body source) {
    this.url = Objects.requireNonNull(url, "url");
    this.cursor = cursor;
    this.headers = Objects.requireNonNull(headers, "headers");
    this.source = Objects.requireNonNull(source, "source");
  }

  /** Returns where the response comes from, after redirects. */
  public HttpUrl url() {
    return url;
  }

  /** Returns the position that was asked for, or null for none. */
  public @Nullable String cursor() {
    return cursor;
  }

  /** Returns the response's headers. */
  public Headers headers() {
    return headers;
  }

  /**
   * Returns the body, which is read from the network the first time: a dialect that knows from the
   * headers that this is not for it need not wait for it.
   *
   * @throws IOException if the connection breaks, or if the body is larger than {@link
   *     dev.holdfast.StreamRequest.Builder#maxEventBytes}
   */
  public ByteString body() throws IOException {
    if (body == null) {
      body = source.read();
    }
    return body;
  }

  /** Returns the {@linkplain #body() body} as UTF-8, without a byte order mark. */
  public String text() throws IOException {
    ByteString bytes = body();
    return bytes.startsWith(BYTE_ORDER_MARK) ? bytes.substring(3).utf8() : bytes.utf8();
  }

  /** Returns where the response comes from, without what may be secret in it. */
  @Override
  public String toString() {
    return "PollResponse{" + Redaction.url(url) + "}";
  }
}
