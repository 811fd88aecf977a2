package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that the app asks for. */
@Timeout(60)
class PullTest extends SocketTest {
  private void publish(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> log.publish("" + i));
  }

  private EventIterator open() {
    return client.stream(request().build());
  }

  /** Asks on a thread of its own, which is waiting by the time that this returns. */
  private static CompletableFuture<Boolean> asks(EventIterator events) throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(events.hasNext());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    thread.start();
    Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    return answer;
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void comeOneAfterTheOtherThroughACutAndEndWithTheStream(TransportType transport) {
    publish(1, 500);
    try (EventIterator events = client.stream(request().transports(transport).build())) {
      for (int i = 1; i <= 1_000; i++) {
        StreamEvent event = events.next();
        assertThat(event.data()).isEqualTo("" + i);
        if (i > 1) {
          assertThat(events.subscription().lastEventId()).isEqualTo("" + (i - 1));
        }
        if (i == 300) {
          server.resetConnections();
          publish(501, 1_000);
        }
      }
      assertThat(events.gaps()).isEmpty();
      log.end();
      if (transport != TransportType.LONG_POLL) { // A poll has no way to say so.
        assertThat(events.hasNext()).isFalse();
        assertThat(events.subscription().lastEventId()).isEqualTo("1000");
        assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
      }
    }
  }

  @Test
  void anEventIsProcessedWhenTheNextIsAskedForOrTheAppSaysSo() throws Exception {
    publish(1, 3);
    CursorStore store = CursorStore.inMemory();
    EventIterator events = client.stream(request().cursorStore(store, "s").build());
    events.next();
    assertThat(events.next().data()).isEqualTo("2");
    events.close();
    events.subscription().awaitClosed();
    assertThat(events.subscription().lastEventId()).isEqualTo("1");
    assertThat(store.load("s")).isEqualTo("1");

    try (EventIterator again = client.stream(request().cursorStore(store, "s").build())) {
      StreamEvent second = again.next();
      assertThat(second.data()).isEqualTo("2");
      second.ack();
      second.ack();
      Await.until("processed", () -> "2".equals(again.subscription().lastEventId()));
      assertThat(again.next().data()).isEqualTo("3");
      second.ack(); // Of the one before: nothing.
      assertThat(again.subscription().lastEventId()).isEqualTo("2");
    }
  }

  @Test
  void nothingIsReadAhead() throws Exception {
    publish(1, 2);
    try (EventIterator events =
        client.stream(request().transports(TransportType.LONG_POLL).build())) {
      events.next();
      publish(3, 4);
      assertThat(Await.holdsFor(Duration.ofMillis(300), () -> server.requests().size() == 1))
          .isTrue();
      assertThat(events.next().data()).isEqualTo("2");
      assertThat(events.next().data()).isEqualTo("3");
      assertThat(server.requests()).hasSize(2);
    }
  }

  /** What a server sends by itself goes as far as the sockets' buffers, and those of the bound. */
  @ParameterizedTest
  @EnumSource(
      value = TransportType.class,
      names = {"SSE", "WEBSOCKET"})
  void nothingIsReadAheadBeyondTheBound(TransportType transport) throws Exception {
    int size = 512 << 10;
    int count = 100;
    String filler = "x".repeat(size);
    IntStream.rangeClosed(1, count).forEach(i -> log.publish(filler));
    try (EventIterator events =
        client.stream(
            request()
                .transports(transport)
                .webSocket(WebSocketSettings.builder().bufferBytes(2 * size).build())
                .build())) {
      assertThat(events.next().id()).isEqualTo("1");
      long[] sent = {0};
      Await.until(
          "the server stands still",
          30,
          () -> {
            sent[0] = server.bytesSent();
            return sent[0] > size
                && Await.holdsFor(Duration.ofMillis(500), () -> server.bytesSent() == sent[0]);
          });
      assertThat(sent[0]).isLessThan((long) count * size / 2);
      // What a hello says is a position as well.
      assertThat(events.subscription().lastEventId()).isIn(null, "@0");
      for (int i = 2; i <= count; i++) {
        assertThat(events.next().id()).isEqualTo("" + i);
      }
    }
  }

  @Test
  void whoWaitsIsFreedByWhateverEndsTheStream() throws Exception {
    List<Consumer<EventIterator>> ends =
        List.of(
            EventIterator::close,
            events -> events.subscription().cancel(),
            events -> {
              try {
                client.close();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    for (Consumer<EventIterator> end : ends) {
      EventIterator events = open();
      CompletableFuture<Boolean> answer = asks(events);
      end.accept(events);
      assertThat(answer.get(1, TimeUnit.SECONDS)).isFalse();
      assertThat(events.next(Duration.ofDays(1))).isNull();
      events.close();
    }
    assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEndThatWentWrongIsThrownAfterTheLastEvent() {
    publish(1, 1);
    log.faults(c -> c.number() == 1 ? Fault.none() : Fault.status(401));
    try (EventIterator events = open()) {
      assertThat(events.next().data()).isEqualTo("1");
      log.disconnect();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(events::hasNext)
            .isInstanceOf(StreamException.class)
            .hasMessageContaining("401");
      }
      events.close();
      assertThat(events.hasNext()).isFalse();
    }
  }

  @Test
  void anInterruptEndsTheWaitAndNotTheStream() throws Exception {
    try (EventIterator events = open()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(events::hasNext)
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> events.next(Duration.ofSeconds(1)))
          .isInstanceOf(InterruptedException.class);
      publish(1, 1);
      assertThat(events.next().data()).isEqualTo("1");
    }
  }

  @Test
  void nobodyWaitsLongerThanAsked() throws Exception {
    try (EventIterator events = open()) {
      assertThat(events.next(Duration.ZERO)).isNull();
      assertThat(events.next(Duration.ofMillis(50))).isNull();
      publish(1, 1);
      assertThat(events.next(WAIT).data()).isEqualTo("1");
    }
  }

  @Test
  void gapsAreToldWithTheEventAfterThem() {
    publish(1, 2);
    log.faults(c -> c.number() == 1 ? Fault.none() : Fault.headers("X", "y"));
    try (EventIterator events = open()) {
      events.next();
      assertThat(events.next().data()).isEqualTo("2");
      assertThat(events.gaps()).isEmpty();
      log.enqueue(Fault.status(410));
      server.resetConnections();
      CompletableFuture<Void> later =
          CompletableFuture.runAsync(
              () -> {
                Await.until("anew", () -> asksAnew(server.requests()));
                publish(3, 3);
              });
      StreamEvent next = events.next();
      later.join();
      assertThat(next).isNotNull();
      assertThat(events.gaps())
          .singleElement()
          .satisfies(gap -> assertThat(gap.reason()).isEqualTo(Gap.Reason.CURSOR_REFUSED));
    }
  }

  private static boolean asksAnew(List<SeenRequest> requests) {
    return requests.size() > 2
        && requests.get(requests.size() - 1).headers().get("Last-Event-ID") == null;
  }

  @Test
  void asAStreamTheyEndWhereItDoes() {
    publish(1, 10);
    EventIterator events = open();
    try (Stream<StreamEvent> stream = events.asStream()) {
      assertThat(stream.map(StreamEvent::data).limit(3)).containsExactly("1", "2", "3");
    }
    assertThat(events.subscription().state()).isEqualTo(ConnectionState.CLOSED);
  }

  @Test
  void whatIsForListenersIsRefused() {
    assertThatThrownBy(() -> client.stream(request().share().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("share()");
    assertThatThrownBy(
            () -> client.stream(request().delivery(DeliverySettings.on(Runnable::run)).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delivery(");
  }
}
