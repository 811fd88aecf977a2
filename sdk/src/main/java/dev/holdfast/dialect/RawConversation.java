package dev.holdfast.dialect;

import java.util.Objects;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A message is an event, and that is all. */
final class RawConversation implements SocketConversation {
  static final RawConversation INSTANCE = new RawConversation();

  static final WebSocketDialect DIALECT =
      new WebSocketDialect() {
        @Override
        public SocketConversation begin(
            @Nullable String subprotocol, Headers response, @Nullable String cursor) {
          return INSTANCE;
        }

        @Override
        public String toString() {
          return "raw";
        }
      };

  private RawConversation() {}

  @Override
  public Sending sending() {
    return Sending.UNACKNOWLEDGED;
  }

  @Override
  public SocketMessage read(SocketFrame frame) {
    ByteString bytes = frame.bytes();
    return SocketMessage.event(
        bytes != null
            ? DialectEvent.of(null, null, bytes)
            : DialectEvent.of(null, null, Objects.requireNonNull(frame.text())));
  }
}
