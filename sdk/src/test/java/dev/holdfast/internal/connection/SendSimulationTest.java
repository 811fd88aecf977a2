package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Receipt;
import dev.holdfast.SendSettings;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.sim.World;
import dev.holdfast.internal.transport.Transports;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages over WebSocket, POST and both in turn, with all that goes wrong. */
class SendSimulationTest {
  private static final int SENDERS = 3;
  private static final int EACH = 60;
  private static final int MINUTE = 60_000;

  private static int posts;
  private static int bySocket;

  private World world;
  private SimInbox inbox;
  private RealSubscription stream;
  private ChannelSide side;
  private final List<Receipt> receipts = new ArrayList<>();

  private void open(long seed) {
    world = new World(seed);
    inbox = new SimInbox(world);
    StreamRequest request =
        StreamRequest.builder("http://simulated/")
            .sending(SendSettings.builder().maxMessages(100).build())
            .build();
    TransportOrder order = TransportOrder.ofChannel(request);
    TransportMemory memory = new TransportMemory(world);
    Transports transports = inbox;
    stream =
        new RealSubscription(
            world.environment(), request, order, event -> {}, transports, memory, over -> {});
    side = new ChannelSide(stream, world.environment(), request, order, memory, inbox, "m");
    stream.start();
  }

  private void close() {
    stream.cancel();
    world.run(5_000); // Till the test's own are over.
    assertThat(world.pending()).as("timers").isZero();
    assertThat(side.queued()).isZero();
  }

  private void allArrivedOnceAndInOrder() {
    assertThat(world.runUntil(() -> side.queued() == 0, 10 * MINUTE))
        .as("%s of %s", side.queued(), receipts.size())
        .isTrue();
    assertThat(receipts).extracting(Receipt::state).containsOnly(Receipt.State.ACKNOWLEDGED);
    assertThat(inbox.accepted).hasSize(receipts.size());
    for (int sender = 0; sender < SENDERS; sender++) {
      String prefix = sender + ":";
      assertThat(inbox.accepted.values().stream().filter(text -> text.startsWith(prefix)))
          .isEqualTo(IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList());
    }
  }

  private void sends(int sender, int number) {
    if (number < EACH) {
      try {
        receipts.add(side.text(sender + ":" + number));
        world.after(world.between(0, 300), () -> sends(sender, number + 1));
      } catch (StreamException full) {
        assertThat(full.reason()).isEqualTo(StreamException.Reason.OUTBOX_FULL);
        world.after(world.between(100, 1_000), () -> sends(sender, number));
      }
    }
  }

  private void blocks() {
    inbox.blocksSockets = world.chance(0.4);
    if (world.chance(0.3)) {
      inbox.cutAll();
    }
    if (world.chance(0.3)) {
      stream.networkChanged();
    }
    if (inbox.cut > 0) {
      world.after(world.between(100, 3_000), this::blocks);
    }
  }

  @AfterAll
  static void bothWaysWereUsed() {
    assertThat(posts).isGreaterThan(1_000);
    assertThat(bySocket).isGreaterThan(1_000);
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachMessageArrivesOnceInItsSendersOrder(int seed) {
    open(seed);
    inbox.cut = 0.02;
    inbox.swallowed = 0.05;
    blocks();
    for (int sender = 0; sender < SENDERS; sender++) {
      sends(sender, 0);
    }
    assertThat(world.runUntil(() -> receipts.size() == SENDERS * EACH, 10 * MINUTE)).isTrue();
    // From now on connections live, and only time tells of acknowledgements that are swallowed.
    inbox.cut = 0;
    allArrivedOnceAndInOrder();
    posts += inbox.posts;
    bySocket += inbox.bySocket;
    close();
  }

  @Test
  void whileTheServerIsAwayForAnHourTheOutboxIsBoundedAndTheRestArrivesInOrder() {
    open(1);
    world.run(5_000);
    inbox.away = true;
    inbox.cutAll();
    List<String> taken = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 3_600; i++) {
      try {
        receipts.add(side.text("0:" + i));
        taken.add("0:" + i);
      } catch (StreamException full) {
        refused++;
      }
      world.run(1_000);
      assertThat(side.queued()).isLessThanOrEqualTo(100);
    }
    assertThat(refused).isEqualTo(3_500);
    assertThat(inbox.posts).as("nobody to post to").isZero();
    inbox.away = false;
    assertThat(world.runUntil(() -> side.queued() == 0, 2 * MINUTE)).isTrue();
    assertThat(inbox.accepted.values()).containsExactlyElementsOf(taken);
    assertThat(receipts).extracting(Receipt::state).containsOnly(Receipt.State.ACKNOWLEDGED);
    close();
  }
}
