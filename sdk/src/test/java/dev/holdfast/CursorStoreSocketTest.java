package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cursor stores with real threads: slow ones, ones that hang, and who has which place. */
@Timeout(60)
class CursorStoreSocketTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final CursorStore memory = CursorStore.inMemory();
  private final Recorder heard = new Recorder();
  private StreamServer server;
  private EventLog log;
  private StreamClient client;

  /** A store that hangs until it is let go. */
  private static class HangingStore implements CursorStore {
    final CursorStore to = CursorStore.inMemory();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    volatile boolean loadHangs;
    volatile boolean saveHangs;
    volatile @Nullable Thread thread;

    private void hang(boolean hangs) throws IOException {
      thread = Thread.currentThread();
      if (hangs) {
        entered.countDown();
        try {
          letGo.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }

    @Override
    public @Nullable String load(String stream) throws IOException {
      hang(loadHangs);
      return to.load(stream);
    }

    @Override
    public void save(String stream, @Nullable String cursor) throws IOException {
      hang(saveHangs);
      to.save(stream, cursor);
    }
  }

  @BeforeEach
  void start() {
    server = StreamServer.builder().start();
    log = server.stream("/events").startFromBeginning();
    client = StreamClient.create();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private StreamRequest request(CursorStore store, String name, CursorSaving saving) {
    return StreamRequest.builder(server.url("/events"))
        .backoff(SocketTest.QUICK)
        .cursorStore(store, name, saving)
        .build();
  }

  private StreamRequest request(CursorStore store) {
    return request(store, "s", CursorSaving.everyEvent());
  }

  @Test
  void aStreamGoesOnWhereTheOneBeforeItWas() throws Exception {
    log.publish("a");
    log.publish("b");
    Subscription first = client.subscribe(request(memory), heard);
    assertThat(heard.nextData(2)).containsExactly("a", "b");
    first.cancel();
    log.publish("c");

    Subscription second = client.subscribe(request(memory), heard); // At once.

    assertThat(heard.nextData(1)).containsExactly("c");
    assertThat(first.awaitClosed(LONG)).isTrue();
    second.cancel();
    assertThat(second.awaitClosed(LONG)).isTrue();
    assertThat(memory.load("s")).isEqualTo("3");
  }

  @Test
  void theEventInWhichTheAppCancelsIsSavedOnceTheStreamIsOver() throws Exception {
    for (int i = 1; i <= 20; i++) {
      log.publish(Integer.toString(i));
      AtomicReference<Subscription> self = new AtomicReference<>();
      CountDownLatch known = new CountDownLatch(1);
      Subscription stream =
          client.subscribe(
              request(memory, "s", CursorSaving.DEFAULT),
              event -> {
                known.await();
                self.get().cancel();
                Thread.sleep(2);
              });
      self.set(stream);
      known.countDown();

      assertThat(stream.awaitClosed(LONG)).isTrue();
      assertThat(memory.load("s")).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void oneThatIsOpenedInTheLastEventOfAnotherBeginsAfterIt() throws Exception {
    log.publish("a");
    log.publish("b");
    AtomicReference<Subscription> self = new AtomicReference<>();
    AtomicReference<Boolean> early = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    self.set(
        client.subscribe(
            request(memory),
            event -> {
              known.await();
              self.get().cancel();
              client.subscribe(request(memory), heard);
              early.set(heard.hears(StreamEvent.class, Duration.ofMillis(300)));
            }));
    known.countDown();

    assertThat(heard.nextData(1)).containsExactly("b");
    assertThat(early.get()).isFalse();
  }

  @Test
  void anEndOfTheClientSavesToo() throws Exception {
    log.publish("a");
    Subscription stream = client.subscribe(request(memory, "s", CursorSaving.every(1000)), heard);
    heard.nextData(1);
    client.close();

    assertThat(stream.awaitClosed(LONG)).isTrue();
    assertThat(memory.load("s")).isEqualTo("1");
  }

  @Test
  void aPlaceIsTakenOnce() throws Exception {
    client.subscribe(request(memory), heard);

    assertThatThrownBy(() -> client.subscribe(request(memory), heard))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("another stream keeps its position as \"s\" in the same cursor store");

    client.subscribe(request(memory, "t", CursorSaving.DEFAULT), heard).cancel();
    client.subscribe(request(CursorStore.inMemory()), heard).cancel();
  }

  @Test
  void aStreamThatIsSharedHasNone() {
    StreamRequest.Builder both =
        StreamRequest.builder(server.url("/events")).cursorStore(memory, "s").share();

    assertThatThrownBy(both::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a stream with a cursor store cannot be shared: \"s\"");
  }

  @Test
  void aLoadThatHangsHoldsUpNeitherCallerNorOthers() throws Exception {
    HangingStore store = new HangingStore();
    store.loadHangs = true;
    log.publish("a");
    Subscription hanging = client.subscribe(request(store), event -> {});
    assertThat(store.entered.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(store.thread).isNotSameAs(Thread.currentThread());
    assertThat(hanging.state()).isEqualTo(ConnectionState.IDLE);
    hanging.reconnectNow();
    client.networkChanged("other");

    client.subscribe(request(memory), heard);
    assertThat(heard.nextData(1)).containsExactly("a");
    hanging.cancel();
    assertThat(hanging.awaitClosed(LONG)).isTrue();
    assertThat(server.requests()).hasSize(1);
    store.letGo.countDown();
  }

  @Test
  void aSaveThatHangsHoldsUpItsOwnStreamAlone() throws Exception {
    HangingStore store = new HangingStore();
    store.saveHangs = true;
    log.publish("a");
    log.publish("b");
    Recorder stuck = new Recorder();
    Subscription hanging = client.subscribe(request(store), stuck);
    assertThat(store.entered.await(10, TimeUnit.SECONDS)).isTrue();

    client.subscribe(request(memory), heard);
    assertThat(heard.nextData(2)).containsExactly("a", "b");
    assertThat(stuck.nextData(1)).containsExactly("a");
    assertThat(stuck.hears(StreamEvent.class, Duration.ofMillis(100))).isFalse();

    long start = System.nanoTime();
    hanging.cancel();
    client.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(hanging.awaitClosed(Duration.ofMillis(50))).isFalse();
    store.letGo.countDown();
    assertThat(hanging.awaitClosed(LONG)).isTrue();
    assertThat(store.to.load("s")).isEqualTo("1");
  }

  @Test
  void anIntervalSavesBesideTheEvents() throws Exception {
    HangingStore store = new HangingStore();
    store.saveHangs = true;
    client.subscribe(request(store, "s", CursorSaving.every(Duration.ofMillis(1))), heard);
    log.publish("a");
    assertThat(store.entered.await(10, TimeUnit.SECONDS)).isTrue();
    log.publish("b");

    assertThat(heard.nextData(2)).containsExactly("a", "b");
    store.letGo.countDown();
  }

  @Test
  void aFileKeepsThePositionOfAStream(@TempDir Path folder) throws Exception {
    try (FileCursorStore store = FileCursorStore.open(folder.resolve("positions"))) {
      log.publish("a");
      Subscription stream = client.subscribe(request(store), heard);
      heard.nextData(1);
      stream.cancel();
      assertThat(stream.awaitClosed(LONG)).isTrue();
      assertThat(store.load("s")).isEqualTo("1");
    }
  }

  @Test
  void badSettingsAreNamed() {
    StreamRequest.Builder builder = StreamRequest.builder(server.url("/events"));
    assertThatThrownBy(() -> builder.cursorStore(memory, ""))
        .hasMessage("the name of a stream in a cursor store must not be empty");
    assertThatThrownBy(() -> builder.cursorStore(memory, "a\nb")).hasMessageContaining("U+000A");
    assertThatThrownBy(() -> builder.cursorStore(null, "a")).hasMessage("store");
    assertThatThrownBy(() -> CursorSaving.every(0)).hasMessage("events must be 1 or more: 0");
    assertThatThrownBy(() -> CursorSaving.every(Duration.ZERO))
        .hasMessage("interval must be positive: PT0S");
    assertThat(CursorSaving.every(1)).isEqualTo(CursorSaving.everyEvent());
    assertThat(CursorSaving.DEFAULT).hasToString("every PT1S");
  }
}
