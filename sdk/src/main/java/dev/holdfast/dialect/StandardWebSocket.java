package dev.holdfast.dialect;

import java.util.Collections;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Holdfast's own dialect. */
final class StandardWebSocket implements WebSocketDialect {
  static final String SUBPROTOCOL = "holdfast.v1";
  static final StandardWebSocket INSTANCE = new StandardWebSocket();

  private StandardWebSocket() {}

  @Override
  public List<String> subprotocols() {
    return Collections.singletonList(SUBPROTOCOL);
  }

  /** What the app's URL says of the parameter is of another time, and goes. */
  @Override
  public HttpUrl url(HttpUrl url, @Nullable String cursor) {
    HttpUrl.Builder asked = url.newBuilder().removeAllQueryParameters("after");
    return cursor == null ? asked.build() : asked.addQueryParameter("after", cursor).build();
  }

  @Override
  public @Nullable SocketConversation begin(
      @Nullable String subprotocol, Headers response, @Nullable String cursor) {
    if (subprotocol == null) {
      return RawConversation.INSTANCE;
    }
    return subprotocol.equals(SUBPROTOCOL) ? new StandardConversation() : null;
  }

  @Override
  public String toString() {
    return "standard";
  }
}
