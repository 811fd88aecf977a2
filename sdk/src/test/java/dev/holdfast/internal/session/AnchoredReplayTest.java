package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.internal.session.Continuation.Standing;
import org.junit.jupiter.api.Test;

/**
 * What is owed by a connection that was asked from the anchor, and where that leaves the stream.
 */
class AnchoredReplayTest extends Replays {
  @Test
  void anAnchoredOpenThatIsNotAnsweredIsReportedOnce() {
    had("1:a", "2:b");
    reconnectAnchored();
    receive("7:x", "8:y");
    assertThat(out).containsExactly("RESUME_NOT_HONOURED 2..7", "x", "y");
  }

  @Test
  void anAnchoredOpenThatIsAnsweredSaysNothing() {
    had("1:a", "2:b");
    reconnectAnchored();
    receive("2:b", "3:c");
    assertThat(out).containsExactly("c");
  }

  @Test
  void eventsWithoutIdNeedNotBeReplayedForContinuity() {
    had("1:a", "2:b", "-:ping");
    reconnectAnchored();
    receive("2:b", "3:c");
    assertThat(out).containsExactly("c");
  }

  @Test
  void aReplayThatDivergesAtEventsWithoutIdIsReported() {
    had("1:a", "2:b", "-:c", "-:e");
    reconnectAnchored();
    receive("2:b", "-:c", "-:d", "-:e");
    assertThat(out).containsExactly("RESUME_NOT_HONOURED 2..null", "d", "e");
  }

  @Test
  void aCursorMoveInsideAnAnchoredReplayDoesNotTurnTheStreamBack() {
    had("1:a", "2:b", "3:c");
    reconnectAnchored();
    session.receive(connection, Arrival.cursor("2"));
    assertThat(session.cursor()).isEqualTo("3");
    receive("3:c");
    session.receive(connection, Arrival.cursor("4"));
    assertThat(session.cursor()).isEqualTo("4");
  }

  @Test
  void theAnchorIsTheCursorBeforeTheLastEventThatChangedIt() {
    had("1:a");
    assertThat(session.anchor()).isNull();
    had("2:b", "2:c", "-:d");
    assertThat(session.anchor()).isEqualTo("1");
    session.receive(connection, Arrival.cursor("9"));
    assertThat(session.cursor()).isEqualTo("9");
    assertThat(session.anchor()).isEqualTo("1");
    had("10:e");
    assertThat(session.anchor()).isEqualTo("9");
  }

  @Test
  void anEmptyIdResetsThePosition() {
    had("1:a", "2:b");
    session.receive(
        connection,
        Arrival.event(StreamEvent.create("", null, "message", "reset", TransportType.SSE)));
    assertThat(session.cursor()).isNull();
    assertThat(session.anchor()).isNull();
  }

  @Test
  void theHistoryForgetsTheOldestAndNoMore() {
    for (int i = 1; i <= 3000; i++) {
      had(i + ":" + i);
    }
    reconnect();
    for (int i = 3000 - 1023; i <= 3000; i++) {
      receive(i + ":" + i);
    }
    assertThat(out).isEmpty();
    reconnect();
    receive((3000 - 1024) + ":" + (3000 - 1024));
    assertThat(out).hasSize(1);
  }

  @Test
  void whatDiffersAfterACandidateWasSyncedIsTold() {
    had("4:z", "5:a", "-:c");
    reconnectAnchored();
    assertThat(connection.hold(Arrival.event(event("5:a")))).isEqualTo(Standing.SYNCED);
    connection.hold(Arrival.event(event("-:b")));
    connection.hold(Arrival.event(event("-:c")));
    session.adopt(connection, true);
    assertThat(out).containsExactly("RESUME_NOT_HONOURED 5..null", "b", "c");
  }

  @Test
  void whatFollowsAfterACandidateWasSyncedIsNot() {
    had("4:z", "5:a", "-:c");
    reconnectAnchored();
    assertThat(connection.hold(Arrival.event(event("5:a")))).isEqualTo(Standing.SYNCED);
    connection.hold(Arrival.event(event("6:d")));
    session.adopt(connection, true);
    assertThat(out).containsExactly("d");
  }

  @Test
  void whatTheActiveBringsTooDoesNotDiffer() {
    had("4:z", "5:a", "-:c");
    reconnectAnchored();
    connection.hold(Arrival.event(event("5:a")));
    connection.hold(Arrival.event(event("-:b")));
    connection.hold(Arrival.event(event("6:d")));
    assertThat(connection.activeDelivered(event("-:b"))).isEqualTo(Standing.SYNCED);
    session.adopt(connection, true);
    assertThat(out).containsExactly("d");
  }

  @Test
  void theLastIdIsReusedWhereTheEventThatHadItIsOwed() {
    had("6:a", "7:b");
    reconnectAnchored();
    receive("7:x");
    // Two events of one identifier look like a stream whose identifier never changes.
    reconnect();
    receive("7:x");
    assertThat(out).containsExactly("ID_REUSED 7..7", "x");
  }
}
