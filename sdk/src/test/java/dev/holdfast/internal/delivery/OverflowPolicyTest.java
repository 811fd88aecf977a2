package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.OverflowPolicy;
import org.junit.jupiter.api.Test;

/** What each policy drops, where it says so, and where the processed cursor is meanwhile. */
class OverflowPolicyTest {
  private static Deliveries dropping(int events) {
    return Deliveries.buffered(
        settings -> settings.buffer(events, 1 << 20).overflow(OverflowPolicy.dropOldest()));
  }

  private static Deliveries conflating(int events) {
    return Deliveries.buffered(
        settings ->
            settings
                .buffer(events, 1 << 20)
                .overflow(
                    OverflowPolicy.conflate(
                        event ->
                            event.data().startsWith("-") ? null : event.data().substring(0, 1))));
  }

  @Test
  void blockIsFullWithItsLastEventAndHasRoomOnceHalfIsTaken() {
    Deliveries blocking = Deliveries.buffered(settings -> settings.buffer(4, 1 << 20));
    blocking.brings("1", "2", "3");
    assertThat(blocking.delivery.isFull()).isFalse();
    blocking.brings("4");
    assertThat(blocking.delivery.isFull()).isTrue();
    blocking.run();
    assertThat(blocking.heard).containsExactly("1", "caught up", "2", "3", "4");
    assertThat(blocking.delivery.isFull()).isFalse();
    assertThat(blocking.delivery.dropped()).isZero();
  }

  @Test
  void bytesFillTheBufferTooAndOneThatIsLargerThanItIsTaken() {
    Deliveries blocking =
        Deliveries.buffered(settings -> settings.buffer(100, 2 * (Entry.EVENT_BYTES + 2)));
    blocking.brings("11");
    assertThat(blocking.delivery.isFull()).isFalse();
    blocking.brings("12");
    assertThat(blocking.delivery.isFull()).isTrue();
    blocking.run();
    blocking.brings("1" + "a".repeat(5_000));
    assertThat(blocking.delivery.isFull()).isTrue();
    blocking.run();
    assertThat(blocking.at()).isEqualTo("1");
  }

  @Test
  void theOldestAreDroppedAndToldWhereTheyAreMissing() {
    Deliveries dropping = dropping(2).brings("1", "2", "3", "4", "5");
    assertThat(dropping.delivery.isFull()).isFalse();
    assertThat(dropping.delivery.dropped()).isEqualTo(3);
    dropping.run();
    assertThat(dropping.heard).containsExactly("-3 0..3", "4", "5");
    dropping.brings("6", "7", "8").run();
    assertThat(dropping.heard).containsExactly("-3 0..3", "4", "5", "-1 5..6", "7", "8");
    assertThat(dropping.at()).isEqualTo("8");
  }

  @Test
  void noCallbackIsDroppedAndDropsKeepToTheirSideOfIt() {
    Deliveries dropping = dropping(1).brings("1", "2").notices("open").brings("3", "4").moves("x");
    dropping.run();
    assertThat(dropping.heard).containsExactly("-2 0..2", "open", "-1 2..3", "4");
    assertThat(dropping.at()).isEqualTo("x");
  }

  @Test
  void positionsBetweenDropsCountForNothingButThePosition() {
    Deliveries dropping = dropping(1).moves("a").brings("1").moves("b").brings("2").moves("c");
    dropping.brings("3").run();
    assertThat(dropping.heard).containsExactly("-2 a..2", "3");
    assertThat(dropping.at()).isEqualTo("3");
  }

  @Test
  void bytesDropToo() {
    Deliveries dropping =
        Deliveries.buffered(
            settings -> settings.buffer(100, 600).overflow(OverflowPolicy.dropOldest()));
    dropping.brings("1", "2", "3" + "a".repeat(1_000), "4").run();
    assertThat(dropping.heard).containsExactly("-3 0..3", "4");
  }

  @Test
  void theLatestOfAKeyTakesThePlaceOfTheEarlier() {
    Deliveries conflating = conflating(8).brings("a1", "b2", "c3", "a4", "a5");
    conflating.runOne();
    assertThat(conflating.heard).containsExactly("-2 0..4", "a5", "b2", "c3");
    assertThat(conflating.events.get(0).lastEventId()).as("no place beyond b2").isEqualTo("1");
    assertThat(conflating.events.get(0).id()).isEqualTo("5");
    assertThat(conflating.at()).isEqualTo("5");
    assertThat(conflating.delivery.dropped()).isEqualTo(2);
  }

  /** Each event that is not there yet, and was not told as dropped, is after the cursor. */
  @Test
  void theCursorDoesNotPassEventsThatStillWait() {
    Deliveries conflating = conflating(8).brings("a1", "b2", "a3", "c4", "a5");
    conflating.run();
    assertThat(conflating.heard).containsExactly("-2 0..3", "a5", "b2", "c4");
    assertThat(conflating.cursors).containsExactly("0", "1", "3");
    assertThat(conflating.events).extracting("lastEventId").containsExactly("1", "2", "4");
    assertThat(conflating.at()).isEqualTo("5");
  }

  @Test
  void withNothingBetweenTheLatestIsWhereItIs() {
    Deliveries conflating = conflating(8).brings("b1", "a2", "a3").moves("m").brings("a4");
    conflating.run();
    assertThat(conflating.heard).containsExactly("b1", "-2 1..3", "a4");
    assertThat(conflating.events.get(1).lastEventId()).isEqualTo("4");
    assertThat(conflating.at()).isEqualTo("4");
  }

  @Test
  void noEventMovesUpPastACallback() {
    Deliveries conflating = conflating(8).brings("a1").notices("gap").brings("a2", "b3", "a4");
    conflating.run();
    assertThat(conflating.heard).containsExactly("a1", "gap", "-1 1..2", "a4", "b3");
  }

  @Test
  void withoutAKeyAnEventStandsForItself() {
    Deliveries conflating = conflating(8).brings("-1", "-2");
    conflating.run();
    assertThat(conflating.heard).containsExactly("-1", "-2");
  }

  @Test
  void aKeyThatCannotBeHadIsNone() {
    Deliveries conflating =
        Deliveries.buffered(
            settings ->
                settings.overflow(
                    OverflowPolicy.conflate(
                        event -> {
                          throw new IllegalStateException("no key");
                        })));
    conflating.brings("1", "2").run();
    assertThat(conflating.heard)
        .containsExactly("callback failed: no key", "callback failed: no key", "1", "2");
  }

  @Test
  void keysAloneFillTheBufferAndThenItBlocks() {
    Deliveries conflating = conflating(3).brings("a1", "b2", "c3", "a4", "b5");
    assertThat(conflating.delivery.isFull()).isFalse();
    conflating.brings("d6");
    assertThat(conflating.delivery.isFull()).isTrue();
    conflating.run();
    assertThat(conflating.heard)
        .containsExactly("-1 0..1", "a4", "-1 1..2", "b5", "caught up", "c3", "d6");
    assertThat(conflating.at()).isEqualTo("6");
  }

  @Test
  void failTellsOnceAndTakesNothingMore() {
    Deliveries failing =
        Deliveries.buffered(
            settings -> settings.buffer(2, 1 << 20).overflow(OverflowPolicy.fail()));
    failing.brings("1", "2", "3", "4").moves("5").notices("state");
    failing.last();
    failing.run();
    assertThat(failing.heard).containsExactly("overflow at 3", "1", "2", "state", "closed");
    assertThat(failing.at()).isEqualTo("2");
    assertThat(failing.delivery.over().getCount()).isZero();
  }

  @Test
  void whatNoPolicyMayDropFillsTheBufferToo() {
    Deliveries dropping = dropping(1);
    for (int i = 0; i < Buffer.MAX_CALLBACKS; i++) {
      assertThat(dropping.delivery.isFull()).isFalse();
      dropping.notices("gap");
    }
    assertThat(dropping.delivery.isFull()).isTrue();
    dropping.runOne();
    dropping.runOne();
    dropping.heard.remove("caught up");
    assertThat(dropping.delivery.isFull()).isFalse();
  }
}
