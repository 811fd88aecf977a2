package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.internal.session.Continuation.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The rules of replay, as scripts: what a stream has, what a new connection brings, what passes.
 */
class ReplayFilterTest {
  private final List<String> out = new ArrayList<>();
  private final Session session =
      new Session(
          null,
          new Session.Output() {
            @Override
            public void accepted(Arrival arrival) {
              StreamEvent event = arrival.event();
              out.add(event == null ? "cursor " + arrival.cursor() : event.data());
            }

            @Override
            public void gap(Gap gap) {
              out.add(gap.reason() + " " + gap.from() + ".." + gap.to());
            }
          });
  private Continuation connection = session.fromCursor();

  /** Events as "id:data"; "-:data" has no identifier, and leaves the cursor where it is. */
  private void receive(String... events) {
    for (String event : events) {
      session.receive(connection, Arrival.event(event(event)));
    }
  }

  private StreamEvent event(String text) {
    String[] parts = text.split(":", 2);
    @Nullable String id = parts[0].equals("-") ? null : parts[0];
    String cursor = id == null ? session.cursor() : id;
    return StreamEvent.create(id, cursor, "message", parts[1], TransportType.SSE);
  }

  private void had(String... events) {
    receive(events);
    out.clear();
  }

  private void reconnect() {
    connection = session.fromCursor();
  }

  private void reconnectAnchored() {
    assertThat(session.anchor()).isNotNull();
    connection = session.fromAnchor();
  }

  @Test
  void whatFollowsTheHistoryIsNew() {
    had("1:a", "2:b");
    reconnect();
    receive("3:c", "4:d");
    assertThat(out).containsExactly("c", "d");
  }

  @Test
  void aReplayIsDroppedToItsEnd() {
    had("1:a", "2:b", "3:c");
    reconnect();
    receive("2:b", "3:c", "4:d");
    assertThat(out).containsExactly("d");
  }

  @Test
  void afterTheReplayTheFilterIsOffForTheConnection() {
    had("1:a", "2:b");
    reconnect();
    receive("2:b", "1:a", "2:b");
    assertThat(out).containsExactly("a", "b");
  }

  @Test
  void aReplayThatLeavesTheHistoryEndsThere() {
    had("1:a", "2:b", "3:c");
    reconnect();
    receive("1:a", "9:x", "2:b", "3:c");
    assertThat(out).containsExactly("x", "b", "c");
  }

  @Test
  void aServerThatCountsFromOneAgainLosesNothing() {
    had("1:a", "2:b", "3:c");
    reconnect();
    receive("1:x", "2:y", "3:z");
    assertThat(out).containsExactly("ID_REUSED 3..1", "x", "y", "z");
  }

  @Test
  void afterAReusedIdTheOldHistoryIsForgotten() {
    had("1:a", "2:b", "3:c");
    reconnect();
    receive("1:x", "2:b", "3:c");
    reconnect();
    receive("3:c", "4:d");
    assertThat(out).containsExactly("ID_REUSED 3..1", "x", "b", "c", "d");
  }

  @Test
  void theRestOfABatchUnderOneIdIsNew() {
    had("4:z", "5:a", "5:b");
    reconnectAnchored();
    receive("5:a", "5:b", "5:c", "6:d");
    assertThat(out).containsExactly("c", "d");
  }

  @Test
  void theRestOfABatchWhoseFirstEventAloneHasTheIdIsNew() {
    had("4:z", "5:a", "-:b");
    reconnectAnchored();
    receive("5:a", "-:b", "-:c", "6:d");
    assertThat(out).containsExactly("c", "d");
  }

  @Test
  void aBatchWhoseEndTheHistoryLacksIsNoReuse() {
    had("4:z", "5:a", "6:d", "7:e");
    reconnect();
    receive("5:a", "5:b", "6:d");
    // Nothing is forgotten: what is sent once more from before that place is known.
    reconnect();
    receive("4:z", "5:a");
    assertThat(out).containsExactly("RESUME_NOT_HONOURED 7..5", "b", "d");
  }

  @Test
  void aBatchWhoseEndCameLateIsToldAgain() {
    had("5:a", "6:d");
    reconnect();
    receive("5:a", "5:b", "5:c");
    reconnect();
    receive("5:a", "5:b", "5:c");
    assertThat(out)
        .containsExactly(
            "RESUME_NOT_HONOURED 6..5", "b", "c", "RESUME_NOT_HONOURED 5..5", "b", "c");
  }

  @Test
  void anEventThatTheHistoryHasOutOfOrderIsNoReuse() {
    had("5:a", "6:d", "5:b", "7:e", "8:f");
    reconnect();
    receive("6:d", "7:e", "8:f");
    reconnect();
    receive("5:a");
    assertThat(out).containsExactly("RESUME_NOT_HONOURED 8..7", "e", "f");
  }

  @Test
  void eventsWithoutAnIdAreDroppedWhereAReplayWasAskedToBegin() {
    had("1:a", "4:b", "-:c", "-:d");
    reconnect();
    receive("-:c", "-:d", "-:e", "7:f");
    assertThat(out).containsExactly("e", "f");
  }

  @Test
  void eventsWithoutAnIdThatDifferAreNew() {
    had("1:a", "4:b", "-:c");
    reconnect();
    receive("-:x", "-:c");
    assertThat(out).containsExactly("x", "c");
  }

  @Test
  void anIdThatNeverChangesIdentifiesNothing() {
    had("1:tick", "1:tick");
    reconnect();
    receive("1:tick", "1:tick");
    assertThat(out).containsExactly("tick", "tick");
    assertThat(session.canOverlap()).isFalse();
  }

  @Test
  void ofSeveralPlacesThatMatchTheLatestEndsTheReplay() {
    had("1:a", "2:b", "1:a", "2:b");
    reconnect();
    receive("1:a", "2:b", "1:a");
    assertThat(out).containsExactly("a");
  }

  @Test
  void aLongerReplayIsFollowedThroughPlacesThatLookAlike() {
    had("1:a", "2:b", "1:a", "3:c");
    reconnect();
    receive("1:a", "2:b", "1:a", "3:c", "4:d");
    assertThat(out).containsExactly("d");
  }

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
