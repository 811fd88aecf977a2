package dev.holdfast.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Messages of a WebSocket for a dialect to read, and what it makes of them. */
final class Messages {
  static final String HELLO = "{\"kind\":\"hello\"}";

  private Messages() {}

  static SocketConversation begun(WebSocketDialect dialect, @Nullable String subprotocol) {
    SocketConversation begun = dialect.begin(subprotocol, Headers.of(), null);
    assertThat(begun).as(subprotocol).isNotNull();
    return begun;
  }

  /** The standard dialect's conversation, before the hello. */
  static SocketConversation standard() {
    return begun(WebSocketDialect.standard(), "holdfast.v1");
  }

  static SocketConversation nchan() {
    return begun(WebSocketDialect.nchan(), "ws+meta.nchan");
  }

  /** What the standard dialect makes of a message after the hello. */
  static SocketMessage read(String text) throws IOException {
    SocketConversation greeted = standard();
    greeted.read(SocketFrame.text(HELLO));
    return greeted.read(SocketFrame.text(text));
  }

  static SocketMessage hello(String members) throws IOException {
    return standard().read(SocketFrame.text("{\"kind\":\"hello\"," + members + "}"));
  }

  static DialectEvent event(String members) throws IOException {
    SocketMessage message = read("{\"kind\":\"event\"," + members + "}");
    assertThat(message.kind()).isEqualTo(SocketMessage.Kind.EVENT);
    return message.event();
  }

  static String data(String json) throws IOException {
    return event("\"data\":" + json).text();
  }

  /** Why the standard dialect does not take a text after the hello. */
  static String malformed(String text) {
    return why(catchThrowable(() -> read(text)));
  }

  /** Why a conversation does not take a message: one line that fits into a close. */
  static String malformed(SocketConversation conversation, SocketFrame frame) {
    return why(catchThrowable(() -> conversation.read(frame)));
  }

  private static String why(@Nullable Throwable thrown) {
    assertThat(thrown).isExactlyInstanceOf(IOException.class).hasNoCause();
    assertThat(thrown.getMessage()).doesNotContain("\n", "\r").hasSizeLessThan(123);
    assertThat(thrown.getMessage()).doesNotContain("SECRET");
    return thrown.getMessage();
  }
}
