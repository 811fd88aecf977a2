package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Connections that fall silent: dead, or just quiet. */
class SilenceScriptTest extends StreamScript {
  private Line active() {
    return transport.lines.get(0);
  }

  private Line candidate() {
    assertThat(transport.lines.size()).isGreaterThan(1);
    return transport.last();
  }

  private void isQuietAfterTwoEvents() {
    start("1", "a", "2", "b").waits(world);
  }

  @Test
  void aQuietConnectionIsDoubtedAfterAMinuteByACandidateFromTheAnchor() {
    isQuietAfterTwoEvents();
    world.run(59_900);
    assertThat(transport.lines).hasSize(1);
    world.run(200);
    assertThat(candidate().spec.cursor()).isEqualTo("1");
    assertThat(candidate().spec.fresh()).isTrue();
  }

  @Test
  void oneThatMissedNothingStaysAndGetsTwiceTheTime() {
    isQuietAfterTwoEvents();
    world.run(60_010);
    candidate().opens().bringsEvent("2", "b");
    world.run(300);
    assertThat(candidate().cancelled).isTrue();
    assertThat(active().cancelled).isFalse();
    hears();
    world.run(119_000);
    assertThat(transport.lines).hasSize(2);
    world.run(1_100);
    assertThat(transport.lines).hasSize(3);
    active().bringsEvent("3", "c");
    hears("c");
  }

  @Test
  void oneThatMissedEventsIsReplacedWithoutLosingOne() {
    isQuietAfterTwoEvents();
    world.run(60_010);
    candidate().opens().bringsEvent("2", "b").bringsEvent("3", "c").bringsEvent("4", "d");
    world.run(300);
    assertThat(active().cancelled).isTrue();
    candidate().bringsEvent("5", "e");
    hears("open 2", "c", "d", "e");
  }

  @Test
  void oneThatBringsWhatTheCandidateHoldsIsAliveAndStays() {
    isQuietAfterTwoEvents();
    world.run(60_010);
    Line second = candidate().opens().bringsEvent("2", "b").bringsEvent("3", "c");
    world.run(100);
    active().bringsEvent("3", "c");
    hears("c");
    assertThat(second.cancelled).isTrue();
    assertThat(active().cancelled).isFalse();
  }

  @Test
  void aCommentIsLifeToo() {
    isQuietAfterTwoEvents();
    world.run(60_010);
    Line second = candidate().opens();
    active().comments(world, 60_000);
    settle();
    assertThat(second.cancelled).isTrue();
    assertThat(active().cancelled).isFalse();
  }

  @Test
  void aRhythmThatBreaksIsFoundAfterTwoAndAHalfBeats() {
    start("1", "a", "2", "b");
    for (int i = 0; i < 3; i++) {
      world.run(4_000);
      active().comments(world, 4_000);
    }
    world.run(9_900);
    assertThat(transport.lines).hasSize(1);
    world.run(200);
    // Against its rhythm: alive or not, a connection that works takes its place.
    candidate().opens().bringsEvent("2", "b");
    settle();
    assertThat(active().cancelled).isTrue();
    hears("open 2");
  }

  @Test
  void aSlowAppIsNoSilence() {
    start("1", "a", "2", "b");
    world.run(600_000);
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void silenceIsCountedFromWhenTheReaderBeganToWait() {
    start("1", "a", "2", "b");
    world.run(50_000);
    active().waits(world);
    world.run(59_900);
    assertThat(transport.lines).hasSize(1);
    world.run(200);
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void aFixedDeadlineEndsTheConnection() {
    request = request.newBuilder().heartbeat(HeartbeatPolicy.fixed(Duration.ofSeconds(7))).build();
    isQuietAfterTwoEvents();
    world.run(6_900);
    assertThat(active().cancelled).isFalse();
    world.run(200);
    assertThat(active().cancelled).isTrue();
    Line second = transport.lines.size() > 1 ? transport.last() : reconnected();
    assertThat(second.spec.fresh()).isTrue();
    assertThat(second.spec.cursor()).isEqualTo("2");
    second.opens().bringsEvent("3", "c");
    hears("retry 0", "open 2", "c");
    assertThat(stream.diagnostics().attempts().get(0).cause().reason()).isEqualTo(Reason.SILENT);
  }

  @Test
  void noneWaitsForEver() {
    request = request.newBuilder().heartbeat(HeartbeatPolicy.none()).build();
    isQuietAfterTwoEvents();
    world.run(24 * 3_600_000L);
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void aCandidateThatCannotConnectSaysNothingAndIsFollowedByAnotherSoon() {
    isQuietAfterTwoEvents();
    world.run(60_010);
    candidate().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
    world.run(4_900);
    assertThat(transport.lines).hasSize(2);
    world.run(200);
    assertThat(transport.lines).hasSize(3);
    transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
    world.run(9_900);
    assertThat(transport.lines).hasSize(3);
    world.run(200);
    assertThat(transport.lines).hasSize(4);
    assertThat(active().cancelled).isFalse();
    transport.last().opens().bringsEvent("2", "b").bringsEvent("3", "c");
    world.run(300);
    hears("open 4", "c");
  }

  @Test
  void withoutIdentifiersTheNextEventDecides() {
    start();
    active().opens().bringsWithoutId(null, "a").waits(world);
    settle();
    heard.clear();
    world.run(60_010);
    Line second = candidate().opens();
    world.run(30_000);
    assertThat(second.cancelled).isFalse();
    second.bringsWithoutId(null, "b");
    world.run(300);
    assertThat(active().cancelled).isTrue();
    hears("NO_CURSOR null..null", "open 2", "b");
  }

  @Test
  void withoutIdentifiersAnEventByBothKeepsTheFirst() {
    start();
    active().opens().bringsWithoutId(null, "a").waits(world);
    settle();
    heard.clear();
    world.run(60_010);
    Line second = candidate().opens().bringsWithoutId(null, "b");
    active().bringsWithoutId(null, "b");
    hears("b");
    assertThat(second.cancelled).isTrue();
  }

  @Test
  void aServerThatEndsTheFirstConnectionForASecondIsNotAskedForTwoAgain() {
    isQuietAfterTwoEvents();
    for (int i = 0; i < 2; i++) {
      Line current = transport.last();
      world.run(i == 0 ? 60_010 : 61_000);
      Line second = candidate().opens();
      assertThat(second).isNotSameAs(current);
      world.run(100);
      breaks(current);
      second.bringsEvent("2", "b").waits(world);
      settle();
    }
    int connections = transport.lines.size();
    world.run(24 * 3_600_000L);
    assertThat(transport.lines).hasSize(connections);
  }

  @Test
  void aServerThatEndsTheFirstConnectionBeforeItAnswersTheSecondIsNoDifferent() {
    isQuietAfterTwoEvents();
    for (int i = 0; i < 2; i++) {
      Line current = transport.last();
      world.run(i == 0 ? 60_010 : 61_000);
      Line second = candidate().waits(world);
      assertThat(second).isNotSameAs(current);
      world.run(100);
      breaks(current);
      second.opens().bringsEvent("2", "b").waits(world);
      settle();
    }
    int connections = transport.lines.size();
    world.run(24 * 3_600_000L);
    assertThat(transport.lines).hasSize(connections);
  }

  @Test
  void aConnectionThatDiesWithItsNetworkSaysNothingOfTheServer() {
    isQuietAfterTwoEvents();
    for (int i = 0; i < 3; i++) {
      Line current = transport.last();
      stream.networkChanged();
      settle();
      Line second = candidate().opens();
      breaks(current);
      second.bringsEvent("2", "b").waits(world);
      settle();
      world.run(10_000);
    }
    int connections = transport.lines.size();
    world.run(61_000);
    assertThat(transport.lines).as("still verified by a second one").hasSize(connections + 1);
  }

  @Test
  void aConnectionThatIsNeverAnsweredIsDoubtedToo() {
    start();
    active().waits(world);
    world.run(60_100);
    Line second = candidate().opens();
    settle();
    assertThat(active().cancelled).isTrue();
    second.bringsEvent("1", "a");
    hears("open 2", "a");
  }

  @Test
  void aQuietHealthyStreamHasOneConnectionForADay() {
    isQuietAfterTwoEvents();
    long end = world.millis() + 24 * 3_600_000L;
    int probes = 0;
    while (world.millis() < end) {
      int before = transport.lines.size();
      if (world.runUntil(() -> transport.lines.size() > before, 600_000)) {
        probes++;
        transport.last().opens().bringsEvent("2", "b");
      }
    }
    hears();
    assertThat(active().cancelled).isFalse();
    // Twice the time each time, up to eight minutes: 24 h / 8 min, and a few before.
    assertThat(probes).isBetween(170, 185);
  }
}
