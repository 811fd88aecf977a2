package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.Served;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Proxies that accept event streams and hold back what they carry, over real sockets. */
@Timeout(30)
class FirstBlockTest {
  private static final Duration PROOF = Duration.ofMillis(400);
  private static final String TWO_EVENTS = "id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n";

  /**
   * From a cursor: without one, what was held back meanwhile is a possible gap, and is reported.
   */
  private static StreamRequest.Builder request(World world) {
    return world.request().lastEventId("0").proofTimeout(PROOF);
  }

  @Test
  void aSecondConnectionThatBringsItsAnchorAndHoldsTheRestIsNoProofOfHealth() throws Exception {
    try (World world = new World(Speech.H1)) {
      world.log.enqueue(Served.SSE, Fault.stallAfterBytes(TWO_EVENTS.length()));
      world.log.faults(Served.SSE, connection -> Fault.stallAfterBytes(TWO_EVENTS.length() / 2));
      world.timeline.publish();
      world.timeline.publish();
      RealSubscription stream = world.subscribe(request(world));
      world.timeline.heardAt("2");
      for (int i = 0; i < 20; i++) {
        world.timeline.publish();
      }
      stream.verify();
      SeenRequest second = world.requests(Served.SSE, 2).get(1);
      assertThat(second.cursor()).isEqualTo("1");
      long found = World.millis(second.nanoTime(), world.timeline.heardAt("3"));
      assertThat(found).isLessThan(PROOF.toMillis() + World.SLACK_MILLIS);
      world.timeline.assertEachOnceInOrder();
    }
  }
}
