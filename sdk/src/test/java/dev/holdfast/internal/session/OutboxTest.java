package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Receipt.State;
import dev.holdfast.SendSettings;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.dialect.OutgoingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes out next, and when a message's fate is decided. */
class OutboxTest {
  private static final StreamException CAUSE = new StreamException(Reason.CHANNEL_CLOSED, "", null);
  private static final long PATIENCE = 30;

  private final OutboxRoom room = new OutboxRoom(SendSettings.DEFAULT, "m", () -> {}, () -> false);
  private final List<String> decided = new ArrayList<>();
  private final Outbox outbox =
      new Outbox(
          (entry, state, cause) -> {
            room.decide(entry, state, cause);
            decided.add(entry.id() + " " + state);
          });
  private final Object socket = new Object();
  private final Object other = new Object();
  private long now = Long.MAX_VALUE - 20; // The clock overflows on the way.

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      room.add(1, id -> OutgoingMessage.text(id, "x"));
    }
    room.takeArrived().forEach(outbox::add);
  }

  /** Sends what may go out; returns the IDs. */
  private List<String> send(Object route, boolean acknowledged) {
    List<String> sent = new ArrayList<>();
    for (OutboxEntry next = outbox.next(now); next != null; next = outbox.next(now)) {
      outbox.sent(next, route, acknowledged, now, acknowledged ? PATIENCE : 0);
      sent.add(next.id());
    }
    return sent;
  }

  private void decides(String... expected) {
    assertThat(decided).containsExactly(expected);
    decided.clear();
  }

  @Test
  void whatIsOnItsWayIsNotSentAgainAndAcknowledgementsCountOnce() {
    add(2);
    assertThat(send(socket, true)).containsExactly("m-1", "m-2");
    assertThat(send(socket, true)).isEmpty();
    outbox.acknowledged("m-2");
    outbox.acknowledged("m-2");
    outbox.acknowledged("nobody's");
    decides("m-2 ACKNOWLEDGED");
    outbox.acknowledged("m-1");
    decides("m-1 ACKNOWLEDGED");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void aLostRouteHasAllGoOutAgainInTheirFirstOrder() {
    add(3);
    send(socket, true);
    outbox.acknowledged("m-2");
    add(1);
    outbox.lost(socket, CAUSE);
    assertThat(send(other, true)).containsExactly("m-1", "m-3", "m-4");
    decides("m-2 ACKNOWLEDGED");
  }

  @Test
  void anotherRoutesLossIsNoneOfOurs() {
    add(1);
    send(socket, true);
    outbox.lost(other, CAUSE);
    outbox.notSent("m-1", other);
    outbox.again("m-1", other, now, true);
    outbox.refused("m-1", other, CAUSE);
    outbox.handedOff("m-1", socket);
    assertThat(send(other, true)).isEmpty();
    decides();
  }

  @Test
  void whatIsNotAcknowledgedInTimeGoesOutAgain() {
    add(1);
    send(socket, true);
    now += 10;
    add(1);
    send(socket, true);
    assertThat(outbox.dueIn(now)).isEqualTo(20);
    now += 19;
    outbox.expire(now);
    assertThat(send(socket, true)).isEmpty();
    now += 1;
    outbox.expire(now);
    assertThat(send(socket, true)).containsExactly("m-1");
    assertThat(outbox.dueIn(now)).isEqualTo(10);
    outbox.acknowledged("m-1");
    decides("m-1 ACKNOWLEDGED");
  }

  @Test
  void aLateAcknowledgementCountsWhereverTheMessageIs() {
    add(2);
    send(socket, true);
    outbox.lost(socket, CAUSE);
    outbox.acknowledged("m-1");
    assertThat(send(other, true)).containsExactly("m-2");
    outbox.acknowledged("m-2");
    decides("m-1 ACKNOWLEDGED", "m-2 ACKNOWLEDGED");
  }

  @Test
  void nothingOvertakesAMessageThatPauses() {
    add(2);
    outbox.sent(outbox.next(now), socket, true, now, PATIENCE);
    outbox.again("m-1", socket, now + 5, false);
    assertThat(outbox.next(now)).isNull();
    assertThat(outbox.dueIn(now)).isEqualTo(5);
    now += 5;
    assertThat(send(socket, true)).containsExactly("m-1", "m-2");
  }

  @Test
  void anotherWayEndsThePause() {
    add(1);
    send(socket, true);
    outbox.again("m-1", socket, now + 1_000, false);
    outbox.endPauses();
    assertThat(send(other, true)).containsExactly("m-1");
  }

  @Test
  void aRefusalIsFinalUnlessTheMessageIsOnItsWayByAnotherRoute() {
    add(2);
    send(socket, true);
    outbox.refused("m-1", socket, CAUSE);
    outbox.lost(socket, CAUSE);
    send(other, true);
    outbox.refused("m-2", socket, CAUSE);
    decides("m-1 REJECTED");
  }

  @Test
  void aRouteThatAcknowledgesNothingHandsOffOrLeavesItUnknown() {
    add(3);
    send(socket, false);
    outbox.handedOff("m-1", socket);
    outbox.notSent("m-3", socket);
    outbox.lost(socket, CAUSE);
    decides("m-1 HANDED_OFF", "m-2 UNKNOWN");
    assertThat(send(other, true)).containsExactly("m-3");
    assertThat(outbox.dueIn(now)).isEqualTo(PATIENCE);
  }

  @Test
  void theEndDecidesAllInOrder() {
    add(1);
    send(socket, true);
    add(1);
    outbox.lost(socket, CAUSE);
    outbox.close(CAUSE);
    decides("m-1 UNKNOWN", "m-2 REJECTED");
    assertThat(outbox.isEmpty()).isTrue();
    assertThat(outbox.dueIn(now)).isEqualTo(Outbox.NEVER);
    assertThat(room.size()).isZero();
  }

  @Test
  void aReceiptTellsWhoeverAsksAndOnce() throws Exception {
    List<State> heard = new ArrayList<>();
    RealReceipt receipt = room.add(1, id -> OutgoingMessage.text(id, "x"));
    receipt.onDone(done -> heard.add(done.state()));
    room.takeArrived().forEach(outbox::add);
    send(socket, true);
    assertThat(receipt.state()).isEqualTo(State.SENT);
    assertThat(receipt.await(Duration.ZERO)).isFalse();
    outbox.acknowledged("m-1");
    assertThat(receipt.await(Duration.ZERO)).isTrue();
    assertThat(heard).isEmpty();
    receipt.tell();
    receipt.tell();
    receipt.onDone(done -> heard.add(done.state()));
    assertThat(heard).containsExactly(State.ACKNOWLEDGED, State.ACKNOWLEDGED);
  }

  @Test
  void whatCannotBeSentIsRejectedOnlyIfNoEarlierTryMayHaveArrived() {
    add(4);
    send(socket, true);
    outbox.again("m-2", socket, now, false);
    outbox.again("m-3", socket, now, true);
    outbox.lost(socket, CAUSE);
    outbox.unsendable("m-1", socket, CAUSE, false); // By a route that it has left.
    add(2);
    send(other, true);
    for (int i = 1; i <= 6; i++) {
      outbox.unsendable("m-" + i, other, CAUSE, i == 6);
    }
    decides(
        "m-1 UNKNOWN", "m-2 REJECTED", "m-3 UNKNOWN", "m-4 UNKNOWN", "m-5 REJECTED", "m-6 UNKNOWN");
  }

  @Test
  void theTimeForAnAcknowledgementBeginsWhenTheMessageHasLeft() {
    add(4);
    send(socket, true);
    now += PATIENCE - 1;
    outbox.notOutYet(other, 4, now);
    outbox.notOutYet(socket, 2, now);
    now += 1;
    outbox.expire(now);
    assertThat(send(socket, true)).containsExactly("m-1", "m-2");
    now += PATIENCE - 1;
    outbox.expire(now);
    assertThat(send(socket, true)).containsExactly("m-3", "m-4");
  }
}
