package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CredentialsRequest.Why;
import dev.holdfast.Receipt.State;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.dialect.SocketConversation;
import dev.holdfast.dialect.SocketFrame;
import dev.holdfast.dialect.SocketMessage;
import dev.holdfast.dialect.WebSocketDialect;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketPeer;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credentials of what a channel sends, and of its first message. */
@Timeout(30)
class CredentialsSendTest extends SendTest {
  /** What was asked for messages; what is asked for the stream has tokens of its own. */
  private final List<CredentialsRequest> asked = new CopyOnWriteArrayList<>();

  private Channel byPost(CredentialsProvider ofMessages) {
    return open(
        request()
            .transports(TransportType.SSE)
            .credentials(
                question -> {
                  if (question.transport() != null) {
                    return Credentials.bearer("stream");
                  }
                  asked.add(question);
                  return ofMessages.credentials(question);
                }));
  }

  private Credentials numbered(CredentialsRequest any) {
    return Credentials.bearer("m" + asked.size());
  }

  private List<SeenRequest> posts() {
    return server.requests().stream().filter(r -> r.served() == Served.SEND).toList();
  }

  private List<String> tokens() {
    return posts().stream().map(post -> post.header("Authorization")).toList();
  }

  @Test
  void theAppIsAskedBeforeEachMessage() throws Exception {
    sending.url(server.url("/events?to=1"));
    Channel channel = byPost(this::numbered);
    acknowledged(List.of(channel.send("a"), channel.send("b")));
    assertThat(tokens()).containsExactly("Bearer m1", "Bearer m2");
    assertThat(asked).extracting(CredentialsRequest::why).containsExactly(Why.FIRST, Why.RETRY);
    assertThat(asked.get(0).url()).isEqualTo(server.url("/events?to=1"));
  }

  @Test
  void aRefusedMessageIsSentOnceMoreWithTheSameKey() throws Exception {
    log.enqueue(Served.SEND, Fault.status(401));
    Channel channel = byPost(this::numbered);
    acknowledged(List.of(channel.send("a"), channel.send("b")));
    assertThat(tokens()).containsExactly("Bearer m1", "Bearer m2", "Bearer m3");
    assertThat(posts().stream().map(p -> p.header("Idempotency-Key")).distinct()).hasSize(2);
    assertThat(posts().get(0).header("Idempotency-Key"))
        .isEqualTo(posts().get(1).header("Idempotency-Key"));
    assertThat(asked.get(1).why()).isEqualTo(Why.REJECTED);
    assertThat(asked.get(1).refused()).isEqualTo(Credentials.bearer("m1"));
    assertThat(accepted()).containsExactly("a", "b");
  }

  @Test
  void theSecondRefusalRejectsTheMessageAndTheStreamGoesOn() throws Exception {
    log.enqueue(Served.SEND, Fault.status(401)).enqueue(Served.SEND, Fault.status(401));
    Channel channel = byPost(this::numbered);
    Receipt refused = channel.send("a");
    ends(refused, State.REJECTED);
    assertThat(refused.cause().reason()).isEqualTo(Reason.CREDENTIALS_REFUSED);
    assertThat(refused.cause()).hasMessageContaining("HTTP 401");
    ends(channel.send("b"), State.ACKNOWLEDGED);
    assertThat(tokens()).hasSize(3);
    assertThat(channel.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void aMessageWaitsUntilTheAppHasSome() throws Exception {
    Channel channel =
        byPost(
            question -> {
              if (asked.size() < 3) {
                throw new IOException("not yet");
              }
              return numbered(question);
            });
    ends(channel.send("a"), State.ACKNOWLEDGED);
    assertThat(tokens()).containsExactly("Bearer m3");
  }

  @Test
  void aChannelThatIsClosedDoesNotWaitForTheApp() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    Channel channel =
        byPost(
            question -> {
              begun.countDown();
              answer.await();
              return numbered(question);
            });
    Receipt receipt = channel.send("a");
    begun.await();
    channel.cancel();
    assertThat(receipt.await(WAIT)).isTrue();
    answer.countDown();
    Await.until("no reader", () -> readers.alive() == 0);
    assertThat(posts()).isEmpty();
  }

  /** A dialect whose first message is what the app authenticates with. */
  private static final class LogsIn implements WebSocketDialect, SocketConversation {
    @Override
    public SocketConversation begin(
        @Nullable String subprotocol, Headers response, @Nullable String cursor) {
      return this;
    }

    @Override
    public List<SocketFrame> opening(@Nullable Credentials credentials) {
      return Collections.singletonList(
          SocketFrame.text("login " + credentials.headers().get("Authorization")));
    }

    @Override
    public SocketMessage read(SocketFrame frame) throws IOException {
      return WebSocketDialect.raw().begin(null, Headers.of(), null).read(frame);
    }
  }

  @Test
  void theFirstMessageOfAWebSocketMayHaveThem() throws Exception {
    client.subscribe(
        request()
            .transports(TransportType.WEBSOCKET)
            .webSocket(WebSocketSettings.builder().dialect(new LogsIn()).build())
            .credentials(any -> Credentials.bearer("token"))
            .build(),
        recorder);
    WebSocketPeer peer = log.webSockets().takePeer(WAIT);
    Await.until("the first message", () -> !peer.received().isEmpty());
    assertThat(peer.received().get(0).text()).isEqualTo("login Bearer token");
  }
}
