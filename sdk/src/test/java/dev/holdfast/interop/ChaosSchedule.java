package dev.holdfast.interop;

import dev.holdfast.interop.ChaosProxy.End;
import dev.holdfast.interop.ChaosProxy.Treatment;
import java.util.Random;
import java.util.function.IntFunction;

/** What a bad network does to one connection after the other, by a seed. Asked by one thread. */
final class ChaosSchedule implements IntFunction<Treatment> {
  private final Random random;
  private final int stallEvery;

  /**
   * A schedule.
   *
   * @param stallEvery how many connections there are for one that stalls; the dearest fault to a
   *     poll, which may be held for long
   */
  ChaosSchedule(long seed, int stallEvery) {
    this.random = new Random(seed);
    this.stallEvery = stallEvery;
  }

  @Override
  public Treatment apply(int number) {
    int bytes = (int) Math.exp(random.nextDouble() * Math.log(60_000));
    End end = end(number);
    switch (random.nextInt(5)) {
      case 0: // Tiny writes.
        return new Treatment(end, Math.min(bytes, 8_000), 1 + random.nextInt(7), 0);
      case 1: // Delays.
        return new Treatment(end, bytes, 256 + random.nextInt(1_000), random.nextInt(20));
      case 2: // Buffers.
        return new Treatment(end, bytes, 65_536, 100 + random.nextInt(300));
      default:
        return Treatment.end(end, bytes);
    }
  }

  private End end(int number) {
    if (number % stallEvery == 0) {
      return End.STALL;
    }
    switch (random.nextInt(8)) {
      case 0:
        return End.REFUSED;
      case 1:
        return End.UNAVAILABLE;
      case 2:
      case 3:
        return End.RESET;
      default:
        return End.EOF;
    }
  }
}
