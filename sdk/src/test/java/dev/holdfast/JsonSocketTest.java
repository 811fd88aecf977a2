package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.json.JsonEvents;
import dev.holdfast.json.JsonListener;
import dev.holdfast.json.JsonSchemas;
import dev.holdfast.json.TypedListener;
import dev.holdfast.testkit.Payload;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events as objects, over real sockets: what follows when a payload cannot be used. */
class JsonSocketTest extends SocketTest {
  record Price(String symbol, BigDecimal price) {}

  private static final String SCHEMA =
      "{\"properties\":{\"price\":{\"exclusiveMinimum\":0}},\"required\":[\"symbol\"]}";
  private static final JsonSchemas SCHEMAS = JsonSchemas.builder().text("price", SCHEMA).build();

  private final BlockingQueue<String> prices = new LinkedBlockingQueue<>();

  private static StreamRequest.Builder by(SocketTest test, TransportType transport) {
    return StreamRequest.builder(test.server.url("/events")).transports(transport).backoff(QUICK);
  }

  private JsonListener listening(PayloadPolicy policy) {
    return listening(policy, (price, event) -> prices.add(price.symbol() + " " + price.price()));
  }

  private JsonListener listening(PayloadPolicy policy, TypedListener<Price> listener) {
    return JsonEvents.builder()
        .schemas(SCHEMAS)
        .onFailure(policy)
        .build()
        .on("price", Price.class, listener)
        .rest(recorder);
  }

  private String nextPrice() throws InterruptedException {
    return prices.poll(10, TimeUnit.SECONDS);
  }

  private void publish(String json) {
    log.publish("price", Payload.json(json));
  }

  /** What no listener can use, between two that it can. */
  private void publishGoodBadGood() {
    publish("{\"symbol\":\"A\",\"price\":67340.10}");
    publish("{\"symbol\":\"B\",\"price\":\"s3cret\"}");
    publish("{\"symbol\":\"C\",\"price\":1e-7}");
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void eachTransportBringsObjectsExactlyAsTheyWereWritten(TransportType transport)
      throws Exception {
    publish("{\"symbol\":\"A\",\"price\":67340.10}");
    publish("{\"symbol\":\"B\",\"price\":0.1000000000000000000000001,\"new\":[1, 2]}");
    byte[] bytes = "{\"symbol\":\"C\",\"price\":3}".getBytes(StandardCharsets.UTF_8);
    log.publish("other", Payload.json("[1, 2]"));
    // Binary data is text to an event stream.
    log.publish(
        "price",
        transport == TransportType.SSE
            ? Payload.json(new String(bytes, StandardCharsets.UTF_8))
            : Payload.binary(bytes));
    Subscription stream =
        client.subscribe(by(this, transport).build(), listening(PayloadPolicy.CLOSE));
    assertThat(nextPrice()).isEqualTo("A 67340.10");
    assertThat(nextPrice()).isEqualTo("B 0.1000000000000000000000001");
    assertThat(nextPrice()).isEqualTo("C 3");
    StreamEvent rest = recorder.next(StreamEvent.class);
    assertThat(rest.as(new TypeReference<int[]>() {})).containsExactly(1, 2);
    assertThat(rest.data()).isEqualTo("[1, 2]");
    assertThat(stream.diagnostics().transport()).isEqualTo(transport);
    Await.until("processed", () -> "4".equals(stream.lastEventId()));
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void reportTellsOfTheEventAndGoesOn(TransportType transport) throws Exception {
    publishGoodBadGood();
    JsonListener listener = listening(PayloadPolicy.REPORT);
    Subscription stream =
        client.subscribe(
            by(this, transport)
                .listenerFailures(ListenerFailurePolicy.close().withRetries(3))
                .build(),
            listener);
    assertThat(nextPrice()).isEqualTo("A 67340.10");
    assertThat(nextPrice()).isEqualTo("C 1E-7");
    Recorder.Failed failed = recorder.next(Recorder.Failed.class);
    assertThat(failed.event().id()).isEqualTo("2");
    assertThat(failed.failure())
        .isInstanceOfSatisfying(
            EventDecodingException.class, e -> assertThat(e.pointer()).isEqualTo("/price"))
        .hasMessageNotContaining("s3cret");
    assertThat(listener.failures()).as("offered once").isEqualTo(1);
    Await.until("processed", () -> "3".equals(stream.lastEventId()));
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    assertThat(stream.diagnostics().attempts()).as("no reconnect").hasSize(1);
  }

  @Test
  void skipTellsNobodyAndCounts() throws Exception {
    publishGoodBadGood();
    log.end();
    JsonListener listener = listening(PayloadPolicy.SKIP);
    Subscription stream =
        client.subscribe(
            request().listenerFailures(ListenerFailurePolicy.close()).build(), listener);
    assertThat(stream.awaitClosed(WAIT)).isTrue();
    assertThat(stream.closeCause()).isNull();
    assertThat(stream.lastEventId()).isEqualTo("3");
    assertThat(prices).containsExactly("A 67340.10", "C 1E-7");
    assertThat(listener.failures()).isEqualTo(1);
    assertThat(recorder.hears(Recorder.Failed.class, java.time.Duration.ZERO)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void closeEndsTheStreamBeforeTheEventAndTriesNothingAgain(TransportType transport)
      throws Exception {
    publishGoodBadGood();
    JsonListener listener = listening(PayloadPolicy.CLOSE);
    Subscription stream =
        client.subscribe(
            by(this, transport)
                .listenerFailures(ListenerFailurePolicy.skip().withRetries(3))
                .build(),
            listener);
    assertThat(stream.awaitClosed(WAIT)).isTrue();
    StreamException cause = stream.closeCause();
    assertThat(cause.reason()).isEqualTo(StreamException.Reason.INVALID_PAYLOAD);
    assertThat(cause.getMessage()).contains("\"2\"", "at /price").doesNotContain("s3cret");
    assertThat(cause).hasCauseInstanceOf(EventDecodingException.class);
    assertThat(recorder.next(Recorder.Closed.class).cause()).isSameAs(cause);
    assertThat(stream.lastEventId()).isEqualTo("1");
    assertThat(listener.failures()).isEqualTo(1);
    assertThat(prices).containsExactly("A 67340.10");
    Await.until("no reader", () -> readers.alive() == 0);
    assertThat(log.requestCount()).isEqualTo(1);

    StreamRequest again = by(this, transport).lastEventId(stream.lastEventId()).build();
    client.subscribe(again, recorder);
    assertThat(recorder.next(StreamEvent.class).id()).isEqualTo("2");
  }

  @Test
  void aSharedStreamGoesOnForTheOthers() throws Exception {
    StreamRequest.Builder shared = request().share();
    Subscription strict = client.subscribe(shared.build(), listening(PayloadPolicy.CLOSE));
    BlockingQueue<String> others = new LinkedBlockingQueue<>();
    Subscription other = client.subscribe(shared.build(), event -> others.add(event.id()));
    publishGoodBadGood();
    assertThat(strict.awaitClosed(WAIT)).isTrue();
    assertThat(strict.closeCause().reason()).isEqualTo(StreamException.Reason.INVALID_PAYLOAD);
    for (String id : new String[] {"1", "2", "3"}) {
      assertThat(others.poll(10, TimeUnit.SECONDS)).isEqualTo(id);
    }
    assertThat(other.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void aListenerThatThrowsGoesByItsOwnPolicy() throws Exception {
    publishGoodBadGood();
    IllegalStateException bug = new IllegalStateException("bug");
    JsonListener listener =
        listening(
            PayloadPolicy.SKIP,
            (price, event) -> {
              throw bug;
            });
    Subscription stream =
        client.subscribe(
            request().listenerFailures(ListenerFailurePolicy.close()).build(), listener);
    assertThat(stream.awaitClosed(WAIT)).isTrue();
    assertThat(stream.closeCause().reason()).isEqualTo(StreamException.Reason.LISTENER_FAILED);
    assertThat(stream.closeCause()).hasCause(bug);
    assertThat(listener.failures()).isZero();
  }

  @Test
  void aListenerThatReadsByItselfGoesByItsOwnPolicy() throws Exception {
    publishGoodBadGood();
    Subscription stream =
        client.subscribe(
            request().listenerFailures(ListenerFailurePolicy.close()).build(),
            event -> prices.add(event.as(Price.class).symbol()));
    assertThat(stream.awaitClosed(WAIT)).isTrue();
    assertThat(stream.closeCause().reason()).isEqualTo(StreamException.Reason.LISTENER_FAILED);
    assertThat(stream.closeCause().getMessage()).doesNotContain("s3cret");
    assertThat(prices).containsExactly("A");
  }

  @Test
  void aChannelTakesOneTooAndSendsByTheAppsMapper() throws Exception {
    ObjectMapper snakes =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    StreamRequest request =
        by(this, TransportType.SSE).sending(SendSettings.builder().mapper(snakes).build()).build();
    publish("{\"symbol\":\"A\",\"price\":1}");
    Channel channel = client.open(request, listening(PayloadPolicy.REPORT));
    assertThat(nextPrice()).isEqualTo("A 1");
    record Order(String symbolName) {}
    Receipt receipt = channel.send(new Order("A"));
    assertThat(receipt.await(WAIT)).isTrue();
    assertThat(log.sends().messages().get(0).data().text()).isEqualTo("{\"symbol_name\":\"A\"}");
    assertThat(channel.send((Object) Map.of("aB", 1)).await(WAIT)).isTrue();
    assertThat(log.sends().messages().get(1).data().text()).isEqualTo("{\"aB\":1}");
  }
}
