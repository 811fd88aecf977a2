package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Subscription;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who joins a shared stream, what each hears, and when it ends. */
class SharingScriptTest extends SharingScript {

  @Test
  void allHearWhatOneConnectionBringsEachByItsTypes() {
    Ear all = ear();
    Ear trades = ear(request().eventTypes("trade"));
    Ear news = ear(request().eventTypes("news", "message"));
    Line line = transport.last().opens();
    line.bringsOf("trade", "1").bringsOf("news", "2").brings("3").bringsOf("trade", "4");
    settle();
    assertThat(transport.lines).hasSize(1);
    all.hears("CONNECTING", "OPEN", "open 1", "1", "2", "3", "4");
    trades.hears("CONNECTING", "OPEN", "open 1", "1", "4");
    news.hears("CONNECTING", "OPEN", "open 1", "2", "3");
    all.at("4");
    trades.at("4");
    news.at("4");
  }

  @Test
  void whoJoinsLateHearsWhatComesAfterThat() {
    Ear first = ear();
    Line line = transport.last().opens().brings("1", "2");
    settle();
    Ear late = new Ear();
    late.subscription = sharing.subscribe(request().build(), late);
    late.hears(); // Callbacks come on a reader thread, not in subscribe().
    late.at("2");
    settle();
    late.hears("OPEN", "open 1");
    line.brings("3");
    settle();
    late.hears("3");
    first.hears("CONNECTING", "OPEN", "open 1", "1", "2", "3");
  }

  @Test
  void whoJoinsIsToldOfTheConnectionThatTheStreamHasNow() {
    Ear first = ear();
    transport.last().opens().brings("1").breaks();
    settle();
    Ear waiting = ear();
    waiting.hears("WAITING");
    waiting.subscription.reconnectNow();
    transport.last().opens();
    settle();
    waiting.hears("CONNECTING", "OPEN", "open 2");
    ear().hears("OPEN", "open 2");
    first.hears(
        "CONNECTING", "OPEN", "open 1", "1", "WAITING", "retry", "CONNECTING", "OPEN", "open 2");
    assertThat(first.subscription.diagnostics().attempts()).hasSize(2);
  }

  @Test
  void whoJoinsInACallbackHearsTheNextEventFirst() {
    Ear first = ear();
    Ear second = new Ear();
    first.action =
        what -> {
          if (what.equals("1")) {
            second.subscription = sharing.subscribe(request().build(), second);
            second.at("1");
            second.hears();
          }
        };
    transport.last().opens().brings("1", "2");
    settle();
    second.hears("OPEN", "open 1", "2");
  }

  @Test
  void aCursorThatMovesWithoutAnEventIsEachOnesProcessedCursor() {
    Ear first = ear();
    Line line = transport.last().opens().brings("1").movesCursor("9");
    settle();
    first.at("9");
    Ear late = ear();
    late.at("9");
    late.hears("OPEN", "open 1");
    line.brings("10");
    settle();
    late.at("10");
  }

  @Test
  void aStartingPositionJoinsOnlyWhereTheStreamIs() {
    Ear first = ear(request().lastEventId("5"));
    assertThat(transport.last().spec.cursor()).isEqualTo("5");
    first.at("5");
    Ear same = ear(request().lastEventId("5"));
    Ear none = ear();
    none.at("5");
    assertThat(subscribe(request().lastEventId("4"), new Ear())).isNull();
    transport.last().opens().brings("6");
    settle();
    assertThat(subscribe(request().lastEventId("5"), new Ear())).isNull();
    ear(request().lastEventId("6")).hears("OPEN", "open 1");
    same.hears("CONNECTING", "OPEN", "open 1", "6");
    none.hears("CONNECTING", "OPEN", "open 1", "6");
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void afterAGapNoPositionJoinsUntilTheNextEvent() {
    Ear first = ear();
    Ear any = new Ear();
    List<Subscription> placed = new ArrayList<>();
    first.action =
        what -> {
          if (what.startsWith("gap")) {
            placed.add(sharing.subscribe(request().lastEventId("5").build(), new Ear()));
            any.subscription = sharing.subscribe(request().build(), any);
          }
        };
    Line line = transport.last().opens().brings("4", "5").reportsGap("5", "8");
    settle();
    placed.add(subscribe(request().lastEventId("5"), new Ear()));
    // It would hear nothing of the loss: a connection of its own finds out.
    assertThat(placed).containsExactly(null, null);
    line.brings("9");
    settle();
    any.hears("OPEN", "open 1", "9");
    ear(request().lastEventId("9")).hears("OPEN", "open 1");
  }

  @Test
  void otherRequestsAreOtherStreams() {
    ear();
    ear(request().header("Authorization", "Bearer other"));
    ear(request().heartbeat(dev.holdfast.HeartbeatPolicy.none()));
    ear(request().url("http://simulated/other"));
    ear(request().post("{}", "application/json"));
    assertThat(transport.lines).hasSize(5);
    assertThat(sharing).hasToString("Sharing{5 streams, 5 subscriptions}");
  }

  @Test
  void gapsAndTheEndAreToldToAllOnce() {
    Ear one = ear();
    Ear two = ear(request().eventTypes("none"));
    Line line = transport.last().opens().brings("1").reportsGap("1", "3");
    line.ends(Verdict.REJECTED, Reason.CREDENTIALS_REFUSED, 403);
    settle();
    one.hears(
        "CONNECTING", "OPEN", "open 1", "1", "gap 1..3", "CLOSED", "closed CREDENTIALS_REFUSED");
    two.hears("CONNECTING", "OPEN", "open 1", "gap 1..3", "CLOSED", "closed CREDENTIALS_REFUSED");
    assertThat(two.subscription.closeCause().reason()).isEqualTo(Reason.CREDENTIALS_REFUSED);
    assertThat(two.subscription.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(sharing).hasToString("Sharing{0 streams, 0 subscriptions}");
    two.subscription.cancel();
    assertThat(two.subscription.closeCause().reason()).isEqualTo(Reason.CREDENTIALS_REFUSED);

    Ear next = ear();
    assertThat(transport.lines).hasSize(2);
    next.hears("CONNECTING");
  }

  @Test
  void whoSubscribesWhenTheStreamClosesOpensAnother() {
    Ear one = ear();
    Ear atState = new Ear();
    Ear atClosed = new Ear();
    one.action =
        what -> {
          if (what.equals("CLOSED")) {
            atState.subscription = sharing.subscribe(request().build(), atState);
          } else if (what.startsWith("closed")) {
            atClosed.subscription = sharing.subscribe(request().build(), atClosed);
          }
        };
    transport.last().opens().ends(Verdict.REJECTED, Reason.CREDENTIALS_REFUSED, 403);
    settle();
    one.hears("CONNECTING", "OPEN", "open 1", "CLOSED", "closed CREDENTIALS_REFUSED");
    transport.last().opens();
    settle();
    atState.hears("CONNECTING", "OPEN", "open 1");
    atClosed.hears("CONNECTING", "OPEN", "open 1");
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void theLastOneThatIsCancelledEndsTheStream() {
    Ear one = ear();
    Ear two = ear();
    Line line = transport.last().opens();
    settle();
    one.hears("CONNECTING", "OPEN", "open 1");
    one.subscription.cancel();
    one.subscription.cancel();
    assertThat(one.subscription.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(one.subscription.diagnostics().state()).isEqualTo(ConnectionState.CLOSED);
    line.brings("1");
    settle();
    one.hears();
    two.hears("CONNECTING", "OPEN", "open 1", "1");
    assertThat(line.cancelled).isFalse();
    two.subscription.cancel();
    assertThat(line.cancelled).isTrue();
    settle();
    two.hears();
    ear().hears("CONNECTING");
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void whoIsCancelledByAnotherHearsNothingOfThatEvent() {
    Ear one = ear();
    Ear two = ear();
    one.action =
        what -> {
          if (what.equals("1")) {
            two.subscription.cancel();
          }
        };
    transport.last().opens().brings("1");
    settle();
    two.hears("CONNECTING", "OPEN", "open 1");
    two.at(null);
  }

  @Test
  void nobodyWaitsForTheEndInACallbackOfAnother() {
    Ear one = ear();
    Ear two = ear();
    one.action =
        what ->
            assertThatThrownBy(() -> two.subscription.awaitClosed())
                .isInstanceOf(IllegalStateException.class);
    transport.last().opens();
    settle();
    one.hears("CONNECTING", "OPEN", "open 1");
  }

  @Test
  void aClosedClientHasNoneOfThem() {
    Ear one = ear();
    Ear two = ear();
    transport.last().opens();
    settle();
    sharing.close();
    assertThat(transport.last().cancelled).isTrue();
    assertThat(two.subscription.state()).isEqualTo(ConnectionState.CLOSED);
    assertThatThrownBy(() -> sharing.subscribe(request().build(), one))
        .isInstanceOf(IllegalStateException.class);
    settle();
    one.hears("CONNECTING", "OPEN", "open 1");
  }
}
