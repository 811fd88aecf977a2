package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.holdfast.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many subscriptions of one client over one real connection. */
@Timeout(60)
class SharingSocketTest extends SocketTest {
  private static final int MANY = 100;

  /** Keeps the events of one subscription, and how often it was closed. */
  private static final class Heard implements StreamListener {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Object> others = new CopyOnWriteArrayList<>();
    @Nullable Subscription subscription;

    @Override
    public void onEvent(StreamEvent event) {
      events.add(event.data());
    }

    @Override
    public void onGap(Gap gap) {
      others.add(gap);
    }

    @Override
    public void onClosed(@Nullable StreamException cause) {
      others.add("closed " + cause);
    }
  }

  private List<Heard> subscribeMany(StreamRequest.Builder request) {
    List<Heard> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Heard heard = new Heard();
      String[] types = i % 2 == 0 ? new String[0] : new String[] {"odd"};
      heard.subscription = client.subscribe(request.eventTypes(types).build(), heard);
      all.add(heard);
    }
    return all;
  }

  private void publish(int from, int to) {
    for (int i = from; i <= to; i++) {
      log.publish(i % 2 == 0 ? "even" : "odd", "" + i);
    }
  }

  /** Each heard what it asked for, once and in order. */
  private static void assertHeard(List<Heard> all, int last) {
    List<String> numbers = IntStream.rangeClosed(1, last).mapToObj(i -> "" + i).toList();
    List<String> odd = numbers.stream().filter(n -> Integer.parseInt(n) % 2 == 1).toList();
    for (int i = 0; i < MANY; i++) {
      Heard heard = all.get(i);
      Await.until("all is processed", () -> ("" + last).equals(heard.subscription.lastEventId()));
      assertThat(heard.events).isEqualTo(i % 2 == 0 ? numbers : odd);
    }
  }

  @Test
  void oneConnectionServesThemAllAndACutLosesNothing() throws Exception {
    log.enqueue(Fault.cutAfterBytes(2_000));
    List<Heard> all = subscribeMany(request().share());
    log.awaitSubscribers(1, WAIT);
    assertThat(server.acceptedConnections()).isEqualTo(1);
    publish(1, 200);
    assertHeard(all, 200);
    // The one that was cut in mid-stream, and the one after it.
    assertThat(log.requestCount()).isEqualTo(2);
    assertThat(server.acceptedConnections()).isEqualTo(2);
    assertThat(all.get(7).subscription.diagnostics().attempts()).hasSize(2);
    server.resetConnections();
    publish(201, 300);
    assertHeard(all, 300);
    assertThat(all).allSatisfy(heard -> assertThat(heard.others).isEmpty());

    log.end();
    Await.until("all are closed", () -> all.stream().allMatch(heard -> !heard.others.isEmpty()));
    assertThat(all).allSatisfy(heard -> assertThat(heard.others).containsExactly("closed null"));
    for (Heard heard : all) {
      assertThat(heard.subscription.awaitClosed(WAIT)).isTrue();
    }
    Await.until("no reader", () -> readers.alive() == 0);
  }

  @Test
  void withoutItEachHasAConnection() throws Exception {
    subscribe(request());
    subscribe(request());
    log.awaitSubscribers(2, WAIT);
    assertThat(server.acceptedConnections()).isEqualTo(2);
  }

  @Test
  void whoWouldMissEventsHasAConnectionOfItsOwn() throws Exception {
    publish(1, 3);
    Subscription shared = subscribe(request().share());
    assertThat(recorder.nextData(3)).containsExactly("1", "2", "3");
    Await.until("it is processed", () -> "3".equals(shared.lastEventId()));
    Recorder elsewhere = new Recorder();
    client.subscribe(request().share().lastEventId("1").build(), elsewhere);
    assertThat(elsewhere.nextData(2)).containsExactly("2", "3");
    Recorder there = new Recorder();
    client.subscribe(request().share().lastEventId("3").build(), there);
    there.next(ConnectionInfo.class);
    publish(4, 4);
    assertThat(there.nextData(1)).containsExactly("4");
    assertThat(elsewhere.nextData(1)).containsExactly("4");
    assertThat(log.requestCount()).isEqualTo(2);
  }

  @Test
  void whoIsStoppedByAnothersSlownessIsCancelledAtOnce() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Subscription slow =
        client.subscribe(
            request().share().build(),
            event -> {
              entered.countDown();
              assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
            });
    Subscription other = subscribe(request().share());
    publish(1, 1);
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    recorder.forget();
    other.cancel();
    assertThat(other.awaitClosed(WAIT)).isTrue();
    release.countDown();
    Await.until("it is processed", () -> "1".equals(slow.lastEventId()));
    assertThat(recorder.pending()).isZero();
  }

  @Test
  void closingTheClientEndsThemAll() throws Exception {
    List<Heard> all = subscribeMany(request().share());
    log.awaitSubscribers(1, WAIT);
    client.close();
    for (Heard heard : all) {
      assertThat(heard.subscription.awaitClosed(WAIT)).isTrue();
      assertThat(heard.subscription.state()).isEqualTo(ConnectionState.CLOSED);
      assertThat(heard.others).isEmpty();
    }
    Await.until("no reader", () -> readers.alive() == 0);
    Await.until("no connection", () -> server.openConnections() == 0);
  }

  /** The stream has ended and its last callbacks are under way: no further one starts. */
  @Test
  void afterTheClientIsClosedNotEvenTheLastCallbackStarts() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Subscription slow =
        client.subscribe(
            request().share().build(),
            new Recorder() {
              @Override
              public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
                if (state == ConnectionState.CLOSED) {
                  entered.countDown();
                  assertThatNoException().isThrownBy(() -> release.await(30, TimeUnit.SECONDS));
                }
              }
            });
    Subscription other = subscribe(request().share());
    recorder.next(ConnectionInfo.class);
    log.end();
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    recorder.forget();
    client.close();
    assertThat(other.awaitClosed(WAIT)).isTrue();
    assertThat(slow.awaitClosed(WAIT)).isTrue();
    release.countDown();
    Await.until("no reader", () -> readers.alive() == 0);
    assertThat(recorder.pending()).isZero();
  }
}
