package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.CursorSaving;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a stream begins by its store, and when its position is saved. */
class StoreScriptTest extends StoreScript {
  private static final CursorSaving EACH = CursorSaving.everyEvent();
  private static final CursorSaving SECOND = CursorSaving.DEFAULT;

  static Stream<Throwable> allKinds() {
    return Stream.of(
        new IOException("disk"), new IllegalStateException("disk"), new StackOverflowError("disk"));
  }

  // ---- The beginning.

  @Test
  void beginsWhereTheStoreSays() {
    stored = "7";
    Line line = start(request(EACH));

    assertThat(line.spec.cursor()).isEqualTo("7");
    assertThat(stream.lastEventId()).isEqualTo("7");
    hears("load s");
  }

  @ParameterizedTest
  @ValueSource(strings = "")
  @org.junit.jupiter.params.provider.NullSource
  void beginsAnywhereWhereThereIsNone(String none) {
    stored = none;

    assertThat(start(request(EACH)).spec.cursor()).isNull();
    assertThat(stream.lastEventId()).isNull();
  }

  @Test
  void theAppsOwnPositionWins() {
    stored = "7";
    Line line = start(request(EACH).lastEventId("3"));

    assertThat(line.spec.cursor()).isEqualTo("3");
    line.opens().brings("4");
    hears("4", "save 4");
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void whatCannotBeLoadedClosesTheStream(Throwable failure) {
    loadFails = failure;

    assertThat(start(request(EACH))).isNull();
    hears("load s", "closed CURSOR_STORE");
    assertThat(stream.closeCause())
        .hasMessage("the position of \"s\" could not be loaded: " + failure)
        .hasCause(failure);
  }

  @Test
  void whatCannotBeAPositionClosesTheStreamToo() {
    for (String garbage : new String[] {"a\nb", "a\rb", "a\0b", "x".repeat(4097)}) {
      stored = garbage;

      assertThat(start(request(EACH))).isNull();
      hears("load s", "closed CURSOR_STORE");
    }
  }

  @Test
  void oneThatIsCancelledMeanwhileDoesNotBegin() throws Exception {
    start(request(EACH)); // Its load has run; another one's has not.
    heard.clear();
    Line first = transport.last();
    stream.cancel();
    stream =
        new RealSubscription(
            world.environment(),
            request(EACH).build(),
            TransportOrder.ofStream(request(EACH).build()),
            listener,
            transport,
            new TransportMemory(world),
            over -> {});
    stream.start();
    stream.cancel();

    world.run(10);

    assertThat(transport.last()).isSameAs(first);
    assertThat(isOver()).isTrue();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
  }

  // ---- While it goes on.

  @Test
  void everyEventIsSavedBeforeTheNextIsOffered() {
    opened(EACH).brings("1", "2");

    hears("1", "save 1", "2", "save 2");
  }

  @Test
  void everyThirdEvent() {
    opened(CursorSaving.every(3)).brings("1", "2", "3", "4", "5", "6", "7");

    hears("1", "2", "3", "save 3", "4", "5", "6", "save 6", "7");
  }

  @Test
  void everySecondWhileThereIsSomethingNew() {
    Line line = opened(SECOND).brings("1", "2");
    hears("1", "2");
    world.run(900);
    line.brings("3");
    hears("3");
    world.run(110);
    hears("save 3");

    world.run(5_000);
    hears();
    line.brings("4");
    world.run(1_010);
    hears("4", "save 4");
  }

  @Test
  void whatIsThereIsNotSavedAgain() {
    stored = "1";
    Line line = start(request(EACH)).opens();
    hears("load s");

    line.bringsWithoutId("1", "a").bringsWithoutId("1", "b");

    hears("a", "b");
  }

  @Test
  void aPositionWithoutAnEventIsSavedToo() {
    opened(EACH).movesCursor("5");

    hears("save 5");
  }

  @Test
  void aPositionThatIsTakenBackIsRemoved() {
    opened(EACH).brings("1").movesCursor(null);

    hears("1", "save 1", "save null");
    assertThat(stored).isNull();
  }

  // ---- The end.

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void isSavedBeforeTheLastCallback(int events) {
    Line line = opened(events == 0 ? SECOND : CursorSaving.every(events)).brings("1");
    line.ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);

    hears("1", "save 1", "closed ");
  }

  @Test
  void isSavedOnceCancelled() throws Exception {
    opened(SECOND).brings("1");
    hears("1");

    stream.cancel();
    assertThat(heard).isEmpty(); // Not by the caller.
    assertThat(isOver()).isFalse();

    hears("save 1");
    assertThat(isOver()).isTrue();
  }

  @Test
  void theEventInWhichItIsCancelledCounts() {
    Line line = opened(CursorSaving.every(9));
    inEvent = () -> stream.cancel();
    line.brings("1", "2");

    hears("1", "save 1");
  }

  @Test
  void theEventAtWhichTheListenerFailsDoesNotCount() {
    Line line = opened(EACH).brings("1");
    hears("1", "save 1");
    listenerFails = new IllegalStateException();

    line.brings("2");

    hears("2", "closed LISTENER_FAILED");
    assertThat(stored).isEqualTo("1");
  }

  // ---- Failures.

  @ParameterizedTest
  @MethodSource("allKinds")
  void whatCannotBeSavedIsToldOnceAndTriedAgainWithTheNext(Throwable failure) {
    Line line = opened(EACH);
    saveFails = failure;
    line.brings("1", "2");
    hears("1", "save 1", "not saved: disk", "2", "save 2");

    saveFails = null;
    line.brings("3");
    hears("3", "save 3");
    saveFails = failure;
    line.brings("4");
    hears("4", "save 4", "not saved: disk");
    saveFails = null;
    world.run(1_100);
    hears("save 4"); // Though no more comes.
  }

  @Test
  void anIntervalTriesAgainThoughNothingComes() {
    Line line = opened(CursorSaving.every(Duration.ofMillis(250)));
    saveFails = new IOException("disk");
    line.brings("1");
    world.run(300);
    hears("1", "save 1", "not saved: disk");
    world.run(245);
    hears("save 1");
    saveFails = null;
    world.run(250);
    hears("save 1");
    world.run(5_000);
    hears();
  }

  @Test
  void theLastSaveThatFailsIsToldBeforeTheEnd() {
    Line line = opened(SECOND).brings("1");
    hears("1");
    saveFails = new IOException("disk");
    line.ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);

    hears("save 1", "not saved: disk", "closed ");
  }

  @Test
  void aListenerThatFailsAtThatHearsOfTheEndAllTheSame() {
    Line line = opened(SECOND).brings("1");
    hears("1");
    saveFails = new IOException("disk");
    listenerFails = new IllegalStateException();
    line.ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);

    hears("save 1", "not saved: disk", "closed ");
  }

  @Test
  void afterACancelNoCallbackTellsOfIt() {
    opened(SECOND).brings("1");
    hears("1");
    saveFails = new IOException("disk");
    stream.cancel();

    hears("save 1", "save 1");
    assertThat(stream.closeCause()).isNull();
  }

  @Test
  void reasonsAreNamed() {
    loadFails = new IOException("disk");
    start(request(EACH));

    assertThat(stream.closeCause().reason()).isEqualTo(Reason.CURSOR_STORE);
  }
}
