package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/** The app is asked before each attempt, and once more where the server refuses what it said. */
class CredentialRefusalScriptTest extends CredentialScript {
  @Override
  boolean reportsAttempts() {
    return true;
  }

  @Test
  void theAppIsAskedBeforeEachAttempt() {
    Line first = opened("1");
    asked("FIRST");
    assertThat(token(first)).isEqualTo("t1");
    breaks(first);
    Line second = reconnected();
    asked("RETRY");
    assertThat(token(second)).isEqualTo("t2");
    assertThat(second.spec.cursor()).isEqualTo("1");
  }

  @Test
  void afterARefusalTheAppIsAskedAtOnceAndTheStreamGoesOn() {
    start();
    refuse(transport.last());
    settle();
    asked("FIRST", "REJECTED t1");
    assertThat(token(transport.last().opens().brings("1"))).isEqualTo("t2");
    hears("ended 1 REJECTED REFRESH_CREDENTIALS", "open 2", "1");
  }

  @Test
  void theSecondRefusalInARowIsFinal() {
    start();
    refuse(transport.last());
    settle();
    refuse(transport.last());
    hears(
        "ended 1 REJECTED REFRESH_CREDENTIALS",
        "ended 2 REJECTED CLOSE",
        "closed CREDENTIALS_REFUSED");
    StreamException cause = stream.closeCause();
    assertThat(cause.statusCode()).isEqualTo(401);
    asked("FIRST", "REJECTED t1");
  }

  @Test
  void aConnectionThatIsAcceptedInBetweenStartsTheCountAnew() {
    start();
    for (int i = 1; i <= 7; i += 2) {
      refuse(transport.last());
      settle();
      breaks(transport.last().opens().brings("" + i));
      reconnected();
    }
    asked(
        "FIRST",
        "REJECTED t1",
        "RETRY",
        "REJECTED t3",
        "RETRY",
        "REJECTED t5",
        "RETRY",
        "REJECTED t7",
        "RETRY");
    assertThat(stream.closeCause()).isNull();
  }

  @Test
  void aFailureInBetweenDoesNotAndTheAppIsToldOfTheRefusalOnce() {
    start();
    refuse(transport.last());
    settle();
    transport.last().fails(503);
    refuse(reconnected());
    settle();
    asked("FIRST", "REJECTED t1", "RETRY");
    assertThat(stream.closeCause().reason()).isEqualTo(Reason.CREDENTIALS_REFUSED);
  }

  @Test
  void theAppIsToldOfTheRefusalUntilItAnswers() {
    answers.add(any -> dev.holdfast.Credentials.bearer("a"));
    answers.add(throwing(new IllegalStateException()));
    start();
    refuse(transport.last());
    reconnected();
    asked("FIRST", "REJECTED a", "REJECTED a");
  }

  @Test
  void whatRefusesLaterRequestsOfAnAcceptedAttemptIsNotAskedInALoop() {
    request = request.newBuilder().transports(TransportType.LONG_POLL).build();
    start();
    long start = world.millis();
    while (world.millis() - start < 60_000) {
      Line poll = transport.last();
      poll.opens();
      refuse(poll);
      reconnected();
    }
    // Full jitter up to 30 s; without any wait it would be thousands.
    assertThat(asked.size()).isLessThan(60);
    assertThat(asked.subList(1, asked.size())).allMatch(why -> why.startsWith("REJECTED"));
  }

  @Test
  void aForbiddenPageBeforeProofIsNoRefusalOfTheCredentials() {
    request = request.newBuilder().transports(TransportType.SSE, TransportType.LONG_POLL).build();
    start();
    transport.last().ends(Verdict.REFUSED, Reason.CREDENTIALS_REFUSED, 403);
    settle();
    assertThat(transport.last().type).isEqualTo(TransportType.LONG_POLL);
    asked("FIRST", "RETRY");
  }

  @Test
  void otherRejectionsAreFinalAsEver() {
    start();
    transport.last().ends(Verdict.REJECTED, Reason.TLS, 0);
    hears("ended 1 REJECTED CLOSE", "closed TLS");
    asked("FIRST");
  }

  @Test
  void aCandidateThatIsRefusedIsTriedOnceMore() {
    Line active = opened("1", "2");
    stream.renew();
    settle();
    refuse(transport.last());
    settle();
    asked("FIRST", "RETRY", "REJECTED t2");
    transport.last().opens().brings("2", "3");
    settle();
    assertThat(active.cancelled).isTrue();
    hears("ended 2 REJECTED REFRESH_CREDENTIALS", "ended 1 PROVEN REPLACED", "open 3", "3");
  }

  @Test
  void aCandidateThatIsRefusedTwiceLeavesTheConnectionAlone() {
    Line active = opened("1", "2");
    stream.renew();
    settle();
    refuse(transport.last());
    settle();
    refuse(transport.last());
    settle();
    world.run(seconds(60));
    asked("FIRST", "RETRY", "REJECTED t2");
    assertThat(active.cancelled).isFalse();
    active.brings("3");
    hears("ended 2 REJECTED REFRESH_CREDENTIALS", "ended 3 REJECTED KEEP_CURRENT", "3");
  }
}
