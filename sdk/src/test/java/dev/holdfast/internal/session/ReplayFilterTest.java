package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What is a replay, and what is new: what a stream has, what a new connection brings, what passes.
 */
class ReplayFilterTest extends Replays {
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
}
