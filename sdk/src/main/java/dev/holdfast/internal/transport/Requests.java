package dev.holdfast.internal.transport;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.Version;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** What the requests of every transport have in common. */
final class Requests {
  static final String USER_AGENT = "holdfast/" + Version.NAME;

  private Requests() {}

  /**
   * Returns the request with the app's headers, which replace ours, with its credentials, which
   * replace those, and with the cursor.
   *
   * @param bare the request with our headers alone
   * @param grant the credentials that the app was asked for; null where it was not
   * @param cursor the position to continue from, which can be sent; null for none
   */
  static Request full(
      Request bare, StreamRequest request, @Nullable Grant grant, @Nullable String cursor) {
    Headers.Builder headers = bare.headers().newBuilder();
    replace(headers, request.headers());
    if (grant != null) {
      replace(headers, grant.credentials().headers());
    }
    if (cursor != null) {
      // Identifiers may have any character; the session has seen to it that none ends the header.
      headers.removeAll("Last-Event-ID").addUnsafeNonAscii("Last-Event-ID", cursor);
    }
    return bare.newBuilder().headers(headers.build()).build();
  }

  private static void replace(Headers.Builder headers, Headers by) {
    for (String name : by.names()) {
      headers.removeAll(name);
    }
    headers.addAll(by);
  }

  /** Returns the handshake of a WebSocket. */
  static Request handshake(HttpUrl url, AttemptSpec spec) {
    StreamRequest request = spec.request();
    Request bare = new Request.Builder().url(url).header("User-Agent", USER_AGENT).build();
    Request full = full(bare, request, spec.grant(), spec.cursor());
    List<String> subprotocols = request.webSocket().dialect().subprotocols();
    return subprotocols.isEmpty()
        ? full
        : full.newBuilder()
            .header("Sec-WebSocket-Protocol", String.join(", ", subprotocols))
            .build();
  }
}
