package dev.holdfast.internal.connection;

import org.junit.jupiter.api.Test;

/** A stream's timers, which other threads bring into its serial context. */
class AlarmScriptTest extends StreamScript {
  private Alarm alarm() {
    opened("1");
    return new Alarm(stream.supervisor(), world, () -> heard.add("rings"));
  }

  /** Its time comes while the stream does this. */
  private void comesDuring(Runnable task) {
    stream
        .supervisor()
        .fromControl(
            () -> {
              world.run(1_000);
              task.run();
            });
  }

  @Test
  void ringsOnce() {
    Alarm alarm = alarm();
    alarm.set(1_000_000);
    hears("rings");
    world.run(1_000);
    hears();
  }

  @Test
  void whatIsCancelledDoesNotRingThoughItsTimeHasCome() {
    Alarm alarm = alarm();
    alarm.set(1_000_000);
    comesDuring(alarm::cancel);
    hears();
  }

  @Test
  void whatIsSetAnewRingsAtItsNewTimeAlone() {
    Alarm alarm = alarm();
    alarm.set(1_000_000);
    comesDuring(() -> alarm.set(20_000_000));
    hears();
    world.run(20);
    hears("rings");
  }
}
