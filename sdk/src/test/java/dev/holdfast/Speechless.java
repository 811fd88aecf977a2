package dev.holdfast;

import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.dialect.SocketConversation;
import dev.holdfast.dialect.SocketFrame;
import dev.holdfast.dialect.SocketMessage;
import dev.holdfast.dialect.WebSocketDialect;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** The standard dialect, but for one text that it has no words for. */
final class Speechless implements WebSocketDialect {
  private final WebSocketDialect standard = WebSocketDialect.standard();
  private final String unsayable;

  Speechless(String unsayable) {
    this.unsayable = unsayable;
  }

  @Override
  public List<String> subprotocols() {
    return standard.subprotocols();
  }

  @Override
  public SocketConversation begin(
      @Nullable String subprotocol, Headers headers, @Nullable String cursor) {
    SocketConversation own = Objects.requireNonNull(standard.begin(subprotocol, headers, cursor));
    return new SocketConversation() {
      @Override
      public boolean beginsWithHello() {
        return own.beginsWithHello();
      }

      @Override
      public Sending sending() {
        return own.sending();
      }

      @Override
      public SocketMessage read(SocketFrame frame) throws IOException {
        return own.read(frame);
      }

      @Override
      @SuppressWarnings("NullAway") // As an app without its checks may.
      public SocketFrame send(OutgoingMessage message) throws IOException {
        return unsayable.equals(message.text()) ? null : own.send(message);
      }
    };
  }
}
