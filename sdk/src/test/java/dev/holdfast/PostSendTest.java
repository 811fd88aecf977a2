package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Receipt.State;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending by POST, where there is no WebSocket. */
class PostSendTest extends SendTest {
  private List<SeenRequest> posts() {
    return server.requests().stream().filter(r -> r.served() == Served.SEND).toList();
  }

  @Test
  void eachMessageIsARequestWithItsKeyItsTypeAndTheStreamsHeaders() throws Exception {
    Channel channel =
        open(request().transports(TransportType.SSE).header("Authorization", "Bearer t"));
    List<Receipt> receipts = new ArrayList<>();
    receipts.add(channel.send("text \u20ac"));
    receipts.add(channel.send(Collections.singletonMap("n", 1)));
    receipts.add(channel.send(ByteString.of((byte) 0, (byte) 0xff)));
    acknowledged(receipts);
    List<SeenRequest> posts = posts();
    assertThat(posts).hasSize(3);
    List<String> types =
        List.of("text/plain; charset=utf-8", "application/json", "application/octet-stream");
    List<ByteString> bodies =
        List.of(
            ByteString.encodeUtf8("text \u20ac"),
            ByteString.encodeUtf8("{\"n\":1}"),
            ByteString.of((byte) 0, (byte) 0xff));
    for (int i = 0; i < 3; i++) {
      Headers headers = posts.get(i).headers();
      assertThat(headers.get("Idempotency-Key")).isEqualTo(receipts.get(i).id());
      assertThat(headers.get("Content-Type")).isEqualTo(types.get(i));
      assertThat(headers.get("Authorization")).isEqualTo("Bearer t");
      assertThat(posts.get(i).body()).isEqualTo(bodies.get(i));
    }
  }

  static List<Fault> whatIsRepeated() {
    return List.of(
        Fault.status(408),
        Fault.status(409),
        Fault.status(425),
        Fault.status(429),
        Fault.status(500),
        Fault.retryAfter(503, 0),
        Fault.resetInsteadOfAnswer(),
        Fault.cutAfterBytes(0),
        Fault.resetAfterBytes(0));
  }

  @ParameterizedTest
  @MethodSource("whatIsRepeated")
  void isRepeatedWithTheSameKeyBeforeTheNext(Fault fault) throws Exception {
    log.enqueue(Served.SEND, fault).enqueue(Served.SEND, fault);
    Channel channel = byPost();
    acknowledged(List.of(channel.send("a"), channel.send("b")));
    assertThat(accepted()).containsExactly("a", "b");
    assertThat(posts().stream().map(p -> p.body().utf8())).containsExactly("a", "a", "a", "b");
    assertThat(posts().stream().map(p -> p.headers().get("Idempotency-Key")).distinct()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 413, 422})
  void anyOtherRefusalRejectsAndTheNextGoesOn(int status) throws Exception {
    log.enqueue(Served.SEND, Fault.status(status));
    Channel channel = byPost();
    Receipt refused = channel.send("a");
    Receipt next = channel.send("b");
    ends(refused, State.REJECTED);
    assertThat(refused.cause().statusCode()).isEqualTo(status);
    ends(next, State.ACKNOWLEDGED);
    assertThat(accepted()).containsExactly("b");
  }

  @Test
  void anAuthenticatorOfTheAppIsAskedOnceForOtherCredentials() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    OkHttpClient base =
        new OkHttpClient.Builder()
            .authenticator(
                (route, response) -> {
                  String token = "token " + asked.incrementAndGet();
                  return response.request().newBuilder().header("Authorization", token).build();
                })
            .build();
    log.enqueue(Served.SEND, Fault.status(401)).enqueue(Served.SEND, Fault.none());
    log.enqueue(Served.SEND, Fault.status(401)).enqueue(Served.SEND, Fault.status(401));
    log.publish("so that there is a position");
    try (StreamClient own = StreamClient.builder().okHttpClient(base).build()) {
      StreamRequest request = request().transports(TransportType.SSE).build();
      Channel channel = own.open(request, recorder::onEvent);
      Receipt fresh = channel.send("a");
      ends(fresh, State.ACKNOWLEDGED);
      ends(channel.send("b"), State.REJECTED);
      assertThat(asked).hasValue(2);
      assertThat(posts().get(1).headers().get("Authorization")).isEqualTo("token 1");
      assertThat(posts().get(1).headers().get("Idempotency-Key")).isEqualTo(fresh.id());
    }
  }

  @Test
  void retryAfterIsHonoured() throws Exception {
    log.enqueue(Served.SEND, Fault.retryAfter(429, 1));
    Channel channel = byPost();
    ends(channel.send("a"), State.ACKNOWLEDGED);
    long between = Duration.between(posts().get(0).time(), posts().get(1).time()).toMillis();
    assertThat(between).isBetween(1_000L, 3_000L);
  }

  @Test
  void anAnswerThatNeverComesIsGivenUpAndTheMessageRepeated() throws Exception {
    sending.ackTimeout(Duration.ofMillis(300));
    sends.replies(m -> m.delivery() == 1 ? Reply.none() : Reply.ack());
    Channel channel = byPost();
    ends(channel.send("a"), State.ACKNOWLEDGED);
    assertThat(sends.deliveries()).hasSize(2);
    assertThat(sends.messages()).hasSize(1);
  }

  @Test
  void anotherUrlIsUsedForSendingAlone() throws Exception {
    sending.url(server.url("/inbox?key=1"));
    server.stream("/inbox");
    Channel channel = byPost();
    ends(channel.send("a"), State.ACKNOWLEDGED);
    assertThat(server.stream("/inbox").sends().messages()).hasSize(1);
    assertThat(sends.messages()).isEmpty();
  }

  @Test
  void noMessageAndNoSecretFollowsARedirectToAnotherOrigin() throws Exception {
    try (StreamServer other = StreamServer.builder().start()) {
      other.handle("/elsewhere", request -> new MockResponse.Builder().code(204).build());
      for (int status : new int[] {302, 307}) {
        String to = other.url("/elsewhere").toString();
        log.enqueue(Served.SEND, Fault.redirect(to, status));
      }
      Channel channel =
          open(request().transports(TransportType.SSE).header("Authorization", "Bearer t"));
      // A 302 is what many an app answers with when it has done what it was asked.
      for (State state : new State[] {State.UNKNOWN, State.REJECTED}) {
        Receipt receipt = channel.send("secret");
        ends(receipt, state);
        assertThat(receipt.cause().reason()).isEqualTo(Reason.REDIRECT);
      }
      for (SeenRequest seen : other.requests()) {
        assertThat(seen.body().size()).isZero();
        assertThat(seen.headers().names())
            .doesNotContain("Authorization", "Idempotency-Key", "Content-Type");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void anUpgradeThatIsRefusedIsNotWaitedFor(int status) throws Exception {
    log.faults(Served.WEBSOCKET, connection -> Fault.status(status));
    sending.upgradeGrace(Duration.ofSeconds(20));
    Channel channel = open(request());
    long start = System.nanoTime();
    ends(channel.send("a"), State.ACKNOWLEDGED);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void aChannelThatMayUpgradeWaitsForThatAndThenPosts() throws Exception {
    log.faults(Served.WEBSOCKET, connection -> Fault.neverAnswer());
    sending.upgradeGrace(Duration.ofMillis(300));
    long start = System.nanoTime();
    Channel channel = open(request().proofTimeout(Duration.ofSeconds(5)));
    ends(channel.send("a"), State.ACKNOWLEDGED);
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
    assertThat(sends.messages()).extracting(SentMessage::by).containsExactly(Served.SEND);
  }

  @Test
  void whereWebSocketIsKnownToBeBlockedItDoesNotWait() throws Exception {
    log.faults(Served.WEBSOCKET, connection -> Fault.status(404));
    sending.upgradeGrace(Duration.ofMinutes(1));
    Channel channel = open(request());
    ends(channel.send("a"), State.ACKNOWLEDGED);
    assertThat(sends.messages()).extracting(SentMessage::by).containsExactly(Served.SEND);
  }

  @Test
  void whatIsPostedWhileTheChannelMovesToWebSocketIsNotOvertaken() throws Exception {
    log.enqueue(Served.WEBSOCKET, Fault.delayHeaders(Duration.ofMillis(300)));
    sends.replies(m -> m.by() == Served.SEND ? Reply.held() : Reply.ack());
    sending.upgradeGrace(Duration.ZERO);
    Channel channel = open(request().proofTimeout(Duration.ofSeconds(5)));
    Receipt first = channel.send("a");
    sends.awaitHeld(1, WAIT);
    Receipt second = channel.send("b");
    moves(channel);
    assertThat(Await.holdsFor(Duration.ofMillis(200), () -> sends.deliveries().size() == 1))
        .isTrue();
    sends.release();
    acknowledged(List.of(first, second));
    assertThat(sends.deliveries())
        .extracting(SentMessage::by)
        .containsExactly(Served.SEND, Served.WEBSOCKET);
  }
}
