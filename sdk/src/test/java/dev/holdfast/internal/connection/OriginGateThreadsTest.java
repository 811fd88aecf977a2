package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Randomness;
import dev.holdfast.internal.loop.SystemTimers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OriginGateThreadsTest {
  /** Streams on many threads, all through one gate: each attempt starts once. */
  @Test
  void eachTicketIsGrantedOnceWhoeverEntersMeanwhile() throws Exception {
    SystemTimers timers = new SystemTimers("gate-test");
    OriginGate gate = new OriginGate(Clock.SYSTEM, timers, Randomness.SYSTEM);
    int threads = 8;
    int each = 2_000;
    AtomicInteger twice = new AtomicInteger();
    CountDownLatch left = new CountDownLatch(threads * each);
    List<Thread> all = new ArrayList<>();
    GateGuest idle = gate.join("https://a");
    for (int i = 0; i < threads; i++) {
      GateGuest guest = gate.join("https://a");
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < each; n++) {
                  AtomicInteger grants = new AtomicInteger();
                  CountDownLatch entered = new CountDownLatch(1);
                  GateTicket[] ticket = new GateTicket[1];
                  Runnable start =
                      () -> {
                        twice.addAndGet(grants.getAndIncrement());
                        ticket[0].accepted();
                        left.countDown();
                      };
                  ticket[0] =
                      guest.enter(
                          () -> {
                            try {
                              entered.await();
                            } catch (InterruptedException e) {
                              throw new AssertionError(e);
                            }
                            start.run();
                          });
                  if (ticket[0].isGrantedAtOnce()) {
                    start.run();
                  }
                  entered.countDown();
                }
              });
      all.add(thread);
      thread.start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(twice).hasValue(0);
    assertThat(gate.states().get(0).underWay).isZero();
    assertThat(gate.states().get(0).waiting).isZero();
    idle.leave();
    timers.close();
  }
}
