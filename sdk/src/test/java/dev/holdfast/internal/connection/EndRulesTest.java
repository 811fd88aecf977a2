package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.internal.connection.EndRules.Action;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.Verdict;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndRulesTest {
  private final EndRules rules = new EndRules();

  private static AttemptEnd end(Verdict verdict, int status) {
    return new AttemptEnd(
        verdict, new StreamException(Reason.HTTP_STATUS, "HTTP " + status, status, null), 0);
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void anUnreachableOrLostStreamIsTriedAgain() {
    assertThat(rules.decide(end(Verdict.UNREACHABLE, 0), false, false, 0)).isEqualTo(Action.RETRY);
    assertThat(rules.decide(end(Verdict.LOST, 503), true, true, 0)).isEqualTo(Action.RETRY);
  }

  @Test
  void theServersEndIsTheEnd() {
    assertThat(rules.decide(end(Verdict.ENDED, 204), true, true, 0)).isEqualTo(Action.FINISH);
  }

  @Test
  void whatNoRetryMendsFailsAtOnceEvenWhereItWorkedBefore() {
    assertThat(rules.decide(end(Verdict.REJECTED, 401), true, true, 0)).isEqualTo(Action.FAIL);
  }

  @Test
  void aRefusalBeforeProofFails() {
    assertThat(rules.decide(end(Verdict.REFUSED, 404), false, false, 0)).isEqualTo(Action.FAIL);
  }

  @Test
  void aRefusalAfterProofIsAnOutageUntilItHasLasted() {
    AttemptEnd refused = end(Verdict.REFUSED, 404);
    assertThat(rules.decide(refused, true, false, seconds(0))).isEqualTo(Action.RETRY);
    assertThat(rules.decide(refused, true, false, seconds(5))).isEqualTo(Action.RETRY);
    assertThat(rules.decide(refused, true, false, seconds(20))).isEqualTo(Action.RETRY);
    assertThat(rules.decide(refused, true, false, seconds(30))).isEqualTo(Action.FAIL);
  }

  @Test
  void twoRefusalsAreTooFewHoweverFarApart() {
    AttemptEnd refused = end(Verdict.REFUSED, 404);
    assertThat(rules.decide(refused, true, false, seconds(0))).isEqualTo(Action.RETRY);
    assertThat(rules.decide(refused, true, false, seconds(600))).isEqualTo(Action.RETRY);
  }

  @Test
  void anAcceptedRequestEndsTheOutage() {
    AttemptEnd refused = end(Verdict.REFUSED, 404);
    rules.decide(refused, true, false, seconds(0));
    rules.decide(refused, true, false, seconds(20));
    rules.opened();
    assertThat(rules.decide(refused, true, false, seconds(40))).isEqualTo(Action.RETRY);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 410, 412, 422})
  void aStatusThatMayBeAboutTheCursorIsTriedWithoutIt(int status) {
    AttemptEnd refused = end(Verdict.REFUSED, status);
    assertThat(rules.decide(refused, true, true, 0)).isEqualTo(Action.RETRY_WITHOUT_CURSOR);
    assertThat(rules.decide(refused, false, false, 0)).isEqualTo(Action.FAIL);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 404, 409, 429, 500, 503})
  void noOtherStatusIsAboutTheCursor(int status) {
    assertThat(rules.decide(end(Verdict.LOST, status), true, true, 0)).isEqualTo(Action.RETRY);
  }
}
