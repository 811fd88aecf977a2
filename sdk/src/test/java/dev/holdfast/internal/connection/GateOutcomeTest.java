package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the end of an attempt says about its origin. */
class GateOutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "LOST, HTTP_STATUS, 500, AWAY",
    "LOST, HTTP_STATUS, 503, AWAY",
    "REFUSED, HTTP_STATUS, 501, ANSWERED",
    "LOST, HTTP_STATUS, 429, BUSY",
    "REFUSED, HTTP_STATUS, 404, ANSWERED",
    "REJECTED, CREDENTIALS_REFUSED, 401, ANSWERED",
    "ENDED, RESPONSE_ENDED, 204, ANSWERED",
    "UNREACHABLE, UNREACHABLE, 0, AWAY",
    "UNREACHABLE, TIMEOUT, 0, AWAY",
    "UNREACHABLE, RESOURCES, 0, UNKNOWN",
    "LOST, CONNECTION_LOST, 0, BUSY",
    "REFUSED, REDIRECT, 0, ANSWERED",
    "REJECTED, TLS, 0, ANSWERED",
    "MUTED, MUTED, 0, UNKNOWN",
  })
  void saysOfTheOrigin(Verdict verdict, Reason reason, int status, GateOutcome expected) {
    AttemptEnd end =
        new AttemptEnd(verdict, new StreamException(reason, "scripted", status, null), 0);
    assertThat(GateOutcome.of(end)).isEqualTo(expected);
  }
}
