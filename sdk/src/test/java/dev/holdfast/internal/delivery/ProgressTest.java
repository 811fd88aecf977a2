package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.DeliverySettings;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.OverflowPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the processed cursor is when the app says itself what it is done with. */
class ProgressTest {
  private static Deliveries acknowledging(int max) {
    return Deliveries.buffered(settings -> settings.manualAck(max));
  }

  @Test
  void theCursorMovesOnceAllBeforeItIsAcknowledged() {
    Deliveries app = acknowledging(10).brings("1", "2", "3");
    app.run();
    assertThat(app.at()).isEqualTo("0");
    app.events.get(2).ack();
    app.events.get(1).ack();
    assertThat(app.at()).isEqualTo("0");
    app.events.get(0).ack();
    assertThat(app.at()).isEqualTo("3");
    app.events.get(1).ack();
    assertThat(app.at()).isEqualTo("3");
  }

  @Test
  void onceIsEnough() {
    Deliveries app = acknowledging(2).brings("1", "2", "3", "4", "5");
    app.run();
    app.events.get(0).ack();
    app.events.get(0).ack();
    app.events.get(0).ack();
    assertThat(app.at()).isEqualTo("1");
    app.runReaders();
    app.run();
    assertThat(app.heard).as("it makes room for one, too").containsExactly("1", "2", "3");
  }

  @Test
  void positionsWithoutEventsWaitForThoseBefore() {
    Deliveries app = acknowledging(10).moves("a").brings("1").moves("b").moves("c");
    app.run();
    assertThat(app.at()).isEqualTo("a");
    app.events.get(0).ack();
    assertThat(app.at()).isEqualTo("c");
  }

  @Test
  void itMovesAfterTheEndToo() {
    Deliveries app = acknowledging(10).brings("1", "2");
    app.run();
    app.delivery.stop();
    app.events.forEach(event -> event.ack());
    assertThat(app.at()).isEqualTo("2");
  }

  @Test
  void whatWasDroppedIsAcknowledgedInItsTurn() {
    Deliveries app =
        Deliveries.buffered(
            settings ->
                settings.buffer(1, 1 << 20).overflow(OverflowPolicy.dropOldest()).manualAck(10));
    app.brings("1").run();
    app.brings("2", "3", "4").run();
    assertThat(app.heard).containsExactly("1", "-2 1..3", "4");
    assertThat(app.at()).isEqualTo("0");
    app.events.get(0).ack();
    assertThat(app.at()).as("beyond those dropped, not beyond 4").isIn("1", "3");
    app.events.get(1).ack();
    assertThat(app.at()).isEqualTo("4");
  }

  @Test
  void anEventThatIsSkippedCountsAsAcknowledged() {
    Deliveries app = new Deliveries();
    app.failsAt = "2";
    app.open(DeliverySettings.on(app).manualAck(10)).brings("1", "2", "3").run();
    assertThat(app.heard).containsExactly("1", "2", "skipped 2", "3");
    app.events.get(0).ack();
    assertThat(app.at()).isEqualTo("2");
  }

  @Test
  void anEventThatClosesTheStreamDoesNot() {
    Deliveries app = new Deliveries();
    app.failsAt = "2";
    app.failures = ListenerFailurePolicy.close();
    app.open(DeliverySettings.on(app).manualAck(10)).brings("1", "2", "3").run();
    assertThat(app.heard).containsExactly("1", "2", "failed at 2");
    app.events.get(0).ack();
    assertThat(app.at()).isEqualTo("1");
  }

  @Test
  void noMoreAreOfferedThanMayBeUnacknowledged() {
    Deliveries app = acknowledging(2).brings("1", "2", "3", "4");
    app.run();
    app.runReaders();
    assertThat(app.heard).containsExactly("1", "2");
    app.events.get(1).ack();
    assertThat(app.readerTasks).hasSize(1);
    app.runReaders();
    app.run();
    assertThat(app.heard).containsExactly("1", "2", "3");
    app.events.get(0).ack();
    app.events.get(2).ack();
    app.runReaders();
    app.run();
    assertThat(app.heard).containsExactly("1", "2", "3", "4");
    assertThat(app.at()).isEqualTo("3");
  }

  @Test
  void callbacksBehindAnEventThatWaitsForThatWaitToo() {
    Deliveries app = acknowledging(1).brings("1").notices("open").brings("2").notices("gap");
    app.run();
    assertThat(app.heard).containsExactly("1", "open");
    app.events.get(0).ack();
    app.runReaders();
    app.run();
    assertThat(app.heard).containsExactly("1", "open", "2", "gap");
  }

  @Test
  void inlineAcknowledgesToo() {
    Deliveries app = new Deliveries().open(DeliverySettings.inline().manualAck(2));
    app.brings("1", "2");
    assertThat(app.delivery.isFull()).isFalse();
    app.brings("3");
    assertThat(app.delivery.isFull()).as("the reader waits").isTrue();
    app.events.get(0).ack();
    app.runReaders();
    app.heard.removeIf("caught up"::equals);
    assertThat(app.heard).containsExactly("1", "2", "3");
    assertThat(app.delivery.isFull()).isFalse();
    assertThat(app.at()).isEqualTo("1");
  }

  @Test
  void inAnyOrderItIsWhereAModelSays() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      Progress progress = new Progress("0", 1 + random.nextInt(20), (moved, count) -> {});
      List<Runnable> open = new ArrayList<>();
      List<Integer> openNumbers = new ArrayList<>();
      List<Boolean> done = new ArrayList<>();
      int positions = 0;
      for (int step = 0; step < 200; step++) {
        int what = random.nextInt(5);
        if (what < 2 && !progress.isFull()) {
          openNumbers.add(++positions);
          done.add(false);
          open.add(progress.begun("" + positions));
        } else if (what == 2) {
          done.add(true);
          progress.passed("" + ++positions);
        } else if (!open.isEmpty()) {
          int which = random.nextInt(open.size());
          open.remove(which).run();
          done.set(openNumbers.remove(which) - 1, true);
        }
        int all = done.indexOf(false) < 0 ? positions : done.indexOf(false);
        assertThat(progress.cursor()).as("round " + round).isEqualTo("" + all);
      }
    }
  }
}
