package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CursorSaving;
import dev.holdfast.DeliverySettings;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is saved of a stream that is paused: the process of its app may end unasked. */
class StorePauseScriptTest extends StoreScript {
  private static final CursorSaving NINE = CursorSaving.every(9);

  @Test
  void whatIsNotSavedYetIsSavedNow() {
    opened(NINE).brings("1", "2");
    hears("1", "2");
    stream.pause();
    hears("save 2");
  }

  @Test
  void whatIsSavedIsNotSavedAgain() {
    opened(CursorSaving.everyEvent()).brings("1");
    hears("1", "save 1");
    stream.pause();
    stream.pause();
    hears();
  }

  @Test
  void whatTheAppIsDoneWithMeanwhileIsSavedSoon() {
    Line line = start(request(NINE).delivery(DeliverySettings.inline().manualAck())).opens();
    line.brings("1", "2");
    world.run(5);
    heard.clear();
    stream.pause();
    hears();
    events.forEach(event -> event.ack());
    world.run(1_000);
    hears("save 2");
  }

  @Test
  void theCountIsKeptAgainOnceItIsResumed() {
    opened(NINE).brings("1");
    hears("1");
    stream.pause();
    hears("save 1");
    stream.resume();
    world.run(5);
    transport.last().opens().brings("2");
    world.run(10_000);
    hears("2");
  }

  @Test
  void whatCannotBeSavedIsToldAndTriedAgain() {
    opened(NINE).brings("1");
    hears("1");
    saveFails = new IOException("disk");
    stream.pause();
    hears("save 1", "not saved: disk");
    saveFails = null;
    world.run(1_000);
    hears("save 1");
    assertThat(stored).isEqualTo("1");
  }

  @Test
  void withoutAThreadItIsTriedAgain() {
    opened(NINE).brings("1");
    hears("1");
    noReader = true;
    stream.pause();
    hears();
    noReader = false;
    world.run(1_000);
    hears("save 1");
  }

  @Test
  void theEventInProgressIsSavedAtOnceWhereEachIs() {
    Line line = opened(CursorSaving.everyEvent());
    inEvent = () -> stream.pause();
    line.brings("1");
    hears("1", "save 1");
  }

  @Test
  void whatTheAppIsDoneWithDuringASaveIsSavedToo() {
    Line line = start(request(NINE).delivery(DeliverySettings.inline().manualAck())).opens();
    line.brings("1", "2");
    world.run(5);
    heard.clear();
    events.get(0).ack();
    inSave = () -> events.get(1).ack();
    stream.pause();
    hears("save 1");
    world.run(1_000);
    hears("save 2");
  }

  @Test
  void aLongIntervalIsNotWaitedFor() {
    Line line =
        start(
                request(CursorSaving.every(Duration.ofMinutes(10)))
                    .delivery(DeliverySettings.inline().manualAck()))
            .opens();
    line.brings("1", "2");
    world.run(5);
    events.get(0).ack();
    heard.clear();
    stream.pause();
    hears("save 1");
    events.get(1).ack();
    world.run(1_000);
    hears("save 2");
  }
}
