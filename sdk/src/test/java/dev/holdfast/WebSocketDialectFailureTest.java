package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.dialect.SocketConversation;
import dev.holdfast.dialect.SocketFrame;
import dev.holdfast.dialect.SocketMessage;
import dev.holdfast.dialect.WebSocketDialect;
import java.time.Duration;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dialect of the app that fails anywhere fails one attempt, and nothing hangs. */
@Timeout(60)
class WebSocketDialectFailureTest extends SocketTest {
  /** Where it fails. */
  enum In {
    SUBPROTOCOLS,
    BAD_SUBPROTOCOL,
    URL,
    NULL_URL,
    BEGIN,
    BEGINS_WITH_HELLO,
    OPENING,
    NULL_OPENING,
    READ,
    NULL_READ,
    READ_AND_TO_STRING,
    ENDS_STREAM
  }

  private static final class Failing implements WebSocketDialect, SocketConversation {
    private final In in;

    Failing(In in) {
      this.in = in;
    }

    private void fails(In... where) {
      if (List.of(where).contains(in)) {
        throw new AssertionError("SECRET");
      }
    }

    @Override
    public List<String> subprotocols() {
      fails(In.SUBPROTOCOLS);
      return List.of(in == In.BAD_SUBPROTOCOL ? "a\nb" : "mine");
    }

    @Override
    public HttpUrl url(HttpUrl url, String cursor) {
      fails(In.URL);
      return in == In.NULL_URL ? null : url;
    }

    @Override
    public SocketConversation begin(String subprotocol, Headers response, String cursor) {
      fails(In.BEGIN);
      return this;
    }

    @Override
    public boolean beginsWithHello() {
      fails(In.BEGINS_WITH_HELLO);
      return false;
    }

    @Override
    public List<SocketFrame> opening() {
      fails(In.OPENING);
      return in == In.NULL_OPENING ? null : List.of(SocketFrame.text("open"));
    }

    @Override
    public SocketMessage read(SocketFrame frame) {
      fails(In.READ, In.READ_AND_TO_STRING);
      return in == In.NULL_READ ? null : SocketMessage.nothing();
    }

    @Override
    public boolean endsStream(int code, String reason) {
      fails(In.ENDS_STREAM);
      return true;
    }

    @Override
    public String toString() {
      fails(In.READ_AND_TO_STRING);
      return "of mine\n";
    }
  }

  @ParameterizedTest
  @EnumSource(In.class)
  void isContained(In in) throws Exception {
    Backoff once = Backoff.builder().maxAttempts(1).build();
    log.publish("1");
    log.end();
    Subscription stream =
        subscribe(
            StreamRequest.builder(server.url("/events"))
                .transports(TransportType.WEBSOCKET)
                .webSocket(WebSocketSettings.builder().dialect(new Failing(in)).build())
                .proofTimeout(Duration.ofSeconds(5))
                .backoff(once));
    StreamException outer = recorder.next(Recorder.Closed.class).cause();
    assertThat(outer).isNotNull();
    StreamException cause = (StreamException) outer.getCause();
    assertThat(cause.reason()).as("%s", cause).isEqualTo(StreamException.Reason.DIALECT_FAILED);
    String named = in == In.READ_AND_TO_STRING ? Failing.class.getName() : "of mine.";
    assertThat(cause).hasMessageContaining("dialect " + named + " failed");
    assertThat(outer.getMessage()).doesNotContain("SECRET");
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    Await.until("no WebSocket is left", 3, () -> log.webSockets().open() == 0);
    Await.until("no reader", 3, () -> readers.alive() == 0);
  }
}
