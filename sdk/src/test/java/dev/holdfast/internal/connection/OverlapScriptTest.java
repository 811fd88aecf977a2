package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/** What a connection's end says of its server while a candidate is there. */
class OverlapScriptTest extends StreamScript {
  OverlapScriptTest() {
    request = StreamRequest.builder("http://simulated/").transports(SSE).build();
  }

  /** Twice, the connection ends just as a candidate beside it is accepted. */
  private void endsBesideACandidateAfter(int millis) {
    for (int i = 0; i < 2; i++) {
      Line current = transport.last();
      world.run(millis);
      stream.renew();
      settle();
      Line second = transport.last().opens();
      assertThat(second).isNotSameAs(current);
      breaks(current);
      second.bringsEvent("2", "b").waits(world);
      settle();
    }
  }

  @Test
  void endsOfConnectionsThatWereNotSteadySayNothing() {
    start("1", "a", "2", "b").waits(world);
    endsBesideACandidateAfter(5_000);
    int connections = transport.lines.size();
    world.run(60_100);
    assertThat(transport.lines).as("still verified by a second one").hasSize(connections + 1);
  }

  @Test
  void endsOfSteadyConnectionsSayThatTheServerAllowsOne() {
    start("1", "a", "2", "b").waits(world);
    endsBesideACandidateAfter(15_000);
    int connections = transport.lines.size();
    world.run(24 * 3_600_000L);
    assertThat(transport.lines).hasSize(connections);
  }

  @Test
  void aRequestThatIsNeverAnsweredIsSentAgainWhereTheServerAllowsOneConnection() {
    request = request.newBuilder().overlap(false).build();
    start();
    Line first = transport.last().waits(world);
    world.run(59_900);
    assertThat(transport.lines).hasSize(1);
    world.run(2_000);
    assertThat(first.cancelled).isTrue();
    assertThat(transport.lines).hasSize(2);
    transport.last().opens().bringsEvent("1", "a");
    hears("retry 1", "open 2", "a");
  }

  @Test
  void aCandidateThatTakesOverBeforeItIsConnectedStillHasToConnectInTime() {
    Line first = opened("1", "2");
    stream.verify();
    settle();
    Line second = transport.last();
    breaks(first);
    heard.clear();
    world.run(29_900);
    assertThat(second.cancelled).isFalse();
    world.run(200);
    assertThat(second.cancelled).isTrue();
    world.run(31_000);
    assertThat(transport.lines.size()).isGreaterThan(2);
  }
}
