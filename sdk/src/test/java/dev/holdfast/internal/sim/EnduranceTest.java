package dev.holdfast.internal.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.internal.connection.TransportMemory;
import dev.holdfast.internal.connection.TransportOrder;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** A stream over a day, and over a hundred thousand reconnects, in simulated time. */
class EnduranceTest {
  private static final StreamRequest SSE_ALONE =
      StreamRequest.builder("http://simulated/").transports(TransportType.SSE).build();

  private final World world = new World(11);

  /** Delivers an event a second, and breaks after a hundred. */
  private final class Rotating implements Transport {
    int number;

    @Override
    public Attempt open(AttemptSpec spec, AttemptSink sink) {
      boolean[] cancelled = new boolean[1];
      world.after(
          20,
          () -> {
            sink.opened(
                new ConnectionInfo(TransportType.SSE, spec.number(), 200, Headers.of()), false);
            next(sink, cancelled, 100);
          });
      return () -> cancelled[0] = true;
    }

    private void next(AttemptSink sink, boolean[] cancelled, int left) {
      if (cancelled[0] || left == 0) {
        sink.ended(AttemptEnd.of(Verdict.LOST, Reason.RESPONSE_ENDED, "rotated"));
        return;
      }
      String id = "" + ++number;
      sink.event(StreamEvent.create(id, id, "message", "data of " + id, TransportType.SSE));
      world.after(1_000, () -> next(sink, cancelled, left - 1));
    }
  }

  private static long heapAfterCollection() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  @Test
  void aDayOfEventsAndReconnectsTakesNoMoreMemoryThanTwoHours() {
    int[] received = new int[1];
    Rotating transport = new Rotating();
    RealSubscription stream =
        new RealSubscription(
            world.environment(),
            SSE_ALONE,
            TransportOrder.ofStream(SSE_ALONE),
            event -> received[0]++,
            type -> transport,
            new TransportMemory(world),
            over -> {});
    stream.start();
    world.run(2 * 3_600_000);
    long early = heapAfterCollection();
    int earlyPending = world.pending();
    world.run(22 * 3_600_000);
    long late = heapAfterCollection();
    System.out.printf(
        "endurance: 24 h, %d events, heap %+d KiB since hour 2%n",
        received[0], (late - early) / 1024);
    assertThat(received[0]).isEqualTo(transport.number).isGreaterThan(85_000);
    assertThat(late - early).isLessThan(512 * 1024);
    assertThat(world.pending()).isLessThanOrEqualTo(earlyPending + 2);
    stream.cancel();
  }

  @Test
  void aHundredThousandReconnectsKeepToTheirDistribution() {
    int count = 100_000;
    List<Long> announced = new ArrayList<>();
    List<Long> waited = new ArrayList<>();
    long[] failedAt = {-1};
    Transport refusing =
        (spec, sink) -> {
          if (failedAt[0] >= 0) {
            waited.add(world.nanoTime() - failedAt[0]);
          }
          world.schedule(
              0,
              () -> {
                failedAt[0] = world.nanoTime();
                sink.ended(
                    AttemptEnd.of(Verdict.UNREACHABLE, Reason.UNREACHABLE, "connection refused"));
              });
          return () -> {};
        };
    StreamListener listener =
        new StreamListener() {
          @Override
          public void onEvent(StreamEvent event) {}

          @Override
          public void onRetry(RetryInfo retry) {
            announced.add(retry.delay().toNanos());
          }
        };
    RealSubscription stream =
        new RealSubscription(
            world.environment(),
            SSE_ALONE,
            TransportOrder.ofStream(SSE_ALONE),
            listener,
            type -> refusing,
            new TransportMemory(world),
            over -> {});
    stream.start();
    assertThat(world.runUntil(() -> waited.size() >= count, Long.MAX_VALUE / 2_000_000)).isTrue();
    stream.cancel();

    // What was announced is what was waited, each time.
    assertThat(waited.subList(0, count)).isEqualTo(announced.subList(0, count));
    // From the seventh on, all are drawn from the whole range up to the cap.
    long[] capped = waited.subList(7, count).stream().mapToLong(nanos -> nanos).sorted().toArray();
    assertThat(capped[0]).isEqualTo(100_000_000L);
    assertThat(capped[capped.length - 1]).isLessThan(30_000_000_000L);
    for (int decile = 1; decile < 10; decile++) {
      double expected = 30_000_000_000.0 * decile / 10;
      assertThat((double) capped[capped.length * decile / 10])
          .as("decile " + decile)
          .isBetween(expected * 0.97, expected * 1.03);
    }
  }
}
