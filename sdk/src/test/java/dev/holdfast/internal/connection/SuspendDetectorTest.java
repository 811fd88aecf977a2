package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.sim.World;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SuspendDetectorTest {
  private final World world = new World(1);
  private final SuspendDetector detector = new SuspendDetector(world);

  @Test
  void timeThatPassesForBothClocksIsNoSleep() {
    world.run(3_600_000);
    assertThat(detector.slept()).isFalse();
  }

  @Test
  void aWallClockThatRanAheadIsASleepAndIsToldOnce() {
    world.sleep(10_001);
    assertThat(detector.slept()).isTrue();
    assertThat(detector.slept()).isFalse();
  }

  @Test
  void aSmallCorrectionOfTheWallClockIsNoSleep() {
    world.sleep(10_000);
    assertThat(detector.slept()).isFalse();
  }

  @Test
  void aWallClockThatIsPutBackIsNoSleep() {
    world.sleep(-86_400_000);
    assertThat(detector.slept()).isFalse();
    world.sleep(20_000);
    assertThat(detector.slept()).isTrue();
  }

  @Test
  void aClockThatNobodyPutsRightIsBelievedInItsPlace() {
    AtomicLong boot = new AtomicLong();
    Clock clock =
        new Clock() {
          @Override
          public long nanoTime() {
            return world.nanoTime();
          }

          @Override
          public long wallMillis() {
            return world.wallMillis();
          }

          @Override
          public long bootMillis() {
            return boot.get();
          }
        };
    SuspendDetector believing = new SuspendDetector(clock);
    world.sleep(86_400_000);
    assertThat(believing.slept()).as("somebody put the time of day right").isFalse();
    boot.addAndGet(10_001);
    assertThat(believing.slept()).isTrue();
  }
}
