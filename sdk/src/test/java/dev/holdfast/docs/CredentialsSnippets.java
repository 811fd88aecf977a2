package dev.holdfast.docs;

import dev.holdfast.Credentials;
import dev.holdfast.CredentialsProvider;
import dev.holdfast.CredentialsRequest;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.dialect.SocketConversation;
import dev.holdfast.dialect.SocketFrame;
import dev.holdfast.dialect.SocketMessage;
import dev.holdfast.dialect.WebSocketDialect;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** docs/credentials.md. */
final class CredentialsSnippets extends Shown {
  /** What a token endpoint answers. */
  record Token(String value, Instant expiresAt) {}

  /** The app's way to its token endpoint. */
  interface TokenEndpoint {
    Token fetch() throws IOException;
  }

  Subscription subscribe(StreamClient client, String url, TokenEndpoint tokens) {
    StreamRequest request =
        StreamRequest.builder(url)
            .credentials(
                why -> {
                  Token token = tokens.fetch(); // On a thread that may block.
                  return Credentials.bearer(token.value()).withExpiry(token.expiresAt());
                })
            .build();
    return client.subscribe(request, event -> show(event.data()));
  }

  static final class CachedToken implements CredentialsProvider {
    private final TokenEndpoint tokens;
    private @Nullable Credentials cached;

    CachedToken(TokenEndpoint tokens) {
      this.tokens = tokens;
    }

    @Override
    public synchronized Credentials credentials(CredentialsRequest request) throws IOException {
      boolean used = cached != null && cached.equals(request.refused());
      if (cached == null || used || request.why() == CredentialsRequest.Why.EXPIRING) {
        Token token = tokens.fetch();
        cached = Credentials.bearer(token.value()).withExpiry(token.expiresAt());
      }
      return cached;
    }
  }

  static final class LogsIn implements WebSocketDialect {
    @Override
    public SocketConversation begin(
        @Nullable String subprotocol, Headers response, @Nullable String cursor) {
      return new SocketConversation() {
        @Override
        public List<SocketFrame> opening(@Nullable Credentials credentials) {
          String token = credentials == null ? "" : credentials.headers().get("Authorization");
          return List.of(SocketFrame.text("{\"login\":\"" + token + "\"}"));
        }

        @Override
        public SocketMessage read(SocketFrame frame) {
          return SocketMessage.nothing();
        }
      };
    }
  }
}
