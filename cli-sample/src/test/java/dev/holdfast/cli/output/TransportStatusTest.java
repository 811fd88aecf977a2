package dev.holdfast.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** What is told of attempts, of fallbacks and of handovers. */
class TransportStatusTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T05:06:07.089Z"), ZoneOffset.UTC);
  private static final StreamException NOT_ACCEPTABLE =
      new StreamException(Reason.HTTP_STATUS, "HTTP 406 from http://h/", 406, null);
  private static final StreamException LOST =
      new StreamException(Reason.CONNECTION_LOST, "connection lost: http://h/", null);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Status json = new JsonStatus(err, CLOCK);
  private final Status verbose = new VerboseStatus(err, Colours.OFF, CLOCK);
  private final Status brief = new BriefStatus(err, true, true);

  private String told() {
    return bytes.toString(StandardCharsets.UTF_8).replace("* 05:06:07.089 ", "");
  }

  private static AttemptReport.Builder sse(int attempt) {
    return AttemptReport.builder(attempt, TransportType.SSE);
  }

  private static AttemptReport refused(int attempt) {
    return sse(attempt)
        .ended(Duration.ofMillis(7), Verdict.REFUSED, NOT_ACCEPTABLE)
        .next(Next.FALL_BACK, TransportType.LONG_POLL)
        .build();
  }

  private static AttemptReport lost(Next next, TransportType by) {
    return sse(3)
        .started(Instant.EPOCH, next == Next.KEEP_CURRENT)
        .opened(Duration.ofMillis(5), 200)
        .ended(Duration.ofMillis(7), Verdict.LOST, LOST)
        .next(next, by)
        .build();
  }

  private static AttemptReport muted() {
    StreamException cause =
        new StreamException(Reason.MUTED, "the event stream held back: http://h/", null);
    return sse(1)
        .opened(Duration.ofMillis(5), 200)
        .ended(Duration.ofMillis(6000), Verdict.MUTED, cause)
        .next(Next.FALL_BACK, TransportType.LONG_POLL)
        .build();
  }

  /** A candidate that was to verify a silence, is silent itself, and leaves it to a poll. */
  private static AttemptReport leftToAPoll() {
    return sse(2)
        .started(Instant.EPOCH, true)
        .opened(Duration.ofMillis(5), 200)
        .ended(Duration.ofMillis(5000), null, null)
        .next(Next.FALL_BACK, TransportType.LONG_POLL)
        .build();
  }

  private static ConnectionInfo open(TransportType type, int attempt) {
    return new ConnectionInfo(type, attempt, 200, Headers.of());
  }

  @Test
  void jsonTellsAFallback() {
    json.attemptEnded(refused(4));

    assertThat(told())
        .isEqualTo(
            "{\"at\":\"2026-03-04T05:06:07.089Z\",\"kind\":\"fallback\",\"reason\":\"HTTP_STATUS\","
                + "\"from\":\"sse\",\"to\":\"long-poll\",\"verdict\":\"REFUSED\","
                + "\"message\":\"HTTP 406 from http://h/\",\"status\":406,\"attempt\":4}\n");
  }

  @Test
  void jsonHasNoStatusWhereThereWasNone() {
    json.attemptEnded(
        sse(1)
            .ended(Duration.ofMillis(7), Verdict.LOST, LOST)
            .next(Next.FALL_BACK, TransportType.LONG_POLL)
            .build());

    assertThat(told()).contains("\"reason\":\"CONNECTION_LOST\"").doesNotContain("\"status\"");
  }

  @Test
  void jsonTellsNoOtherEndOfAnAttempt() {
    json.attemptEnded(lost(Next.RETRY, TransportType.SSE));
    json.attemptEnded(lost(Next.KEEP_CURRENT, null));

    assertThat(told()).isEmpty();
  }

  @Test
  void jsonTellsAHandover() {
    json.handedOver(TransportType.LONG_POLL, open(TransportType.SSE, 5));
    json.handedOver(TransportType.SSE, open(TransportType.SSE, 6));

    assertThat(told())
        .isEqualTo(
            "{\"at\":\"2026-03-04T05:06:07.089Z\",\"kind\":\"handover\",\"reason\":\"SWITCHED\","
                + "\"from\":\"long-poll\",\"to\":\"sse\",\"attempt\":5}\n"
                + "{\"at\":\"2026-03-04T05:06:07.089Z\",\"kind\":\"handover\","
                + "\"reason\":\"RECONNECTED\",\"from\":\"sse\",\"to\":\"sse\",\"attempt\":6}\n");
  }

  @Test
  void jsonCallsOnlyLaterOpensReconnected() {
    json.opened(open(TransportType.LONG_POLL, 2));
    json.opened(open(TransportType.LONG_POLL, 3));

    assertThat(told().lines().map(line -> line.replaceAll(".*\"reason\":\"(\\w+)\".*", "$1")))
        .containsExactly("CONNECTED", "RECONNECTED");
  }

  @Test
  void verboseTellsEachAttemptAndWhatFollows() {
    verbose.attemptEnded(refused(4));
    verbose.attemptEnded(lost(Next.RETRY, TransportType.SSE));
    verbose.attemptEnded(lost(Next.KEEP_CURRENT, null));
    verbose.handedOver(TransportType.LONG_POLL, open(TransportType.SSE, 5));

    assertThat(told())
        .isEqualTo(
            """
            attempt: 4 by sse, over after 7 ms, REFUSED
            fallback: sse → long-poll: HTTP 406 from http://h/
            attempt: 3 by sse, accepted after 5 ms, over after 7 ms, LOST
            attempt: 3 by sse, beside another, accepted after 5 ms, over after 7 ms, LOST\
             (connection lost: http://h/) → the other goes on
            handover: long-poll → sse, attempt 5
            """);
  }

  @Test
  void briefTellsAFallbackOnceAndWhenItWorks() {
    brief.attemptEnded(refused(1));
    assertThat(told()).isEmpty();

    brief.opened(open(TransportType.LONG_POLL, 2));
    brief.attemptEnded(refused(3));
    brief.opened(open(TransportType.LONG_POLL, 4));

    assertThat(told()).isEqualTo("holdfast: sse refused (HTTP 406); polling instead\n");
  }

  @Test
  void briefTellsNoFallbackThatDidNotWork() {
    brief.attemptEnded(refused(1));
    brief.attemptEnded(lost(Next.RETRY, TransportType.SSE));
    brief.opened(open(TransportType.LONG_POLL, 4));

    assertThat(told()).isEmpty();
  }

  @Test
  void briefNamesWhatHasNoStatus() {
    brief.attemptEnded(lost(Next.FALL_BACK, TransportType.LONG_POLL));
    brief.opened(open(TransportType.LONG_POLL, 4));

    assertThat(told())
        .isEqualTo("holdfast: sse failed (connection lost: http://h/); polling instead\n");
  }

  @Test
  void briefBesideAProgramTellsNone() {
    Status besideJson = new BriefStatus(err, false, true);
    besideJson.attemptEnded(refused(1));
    besideJson.opened(open(TransportType.LONG_POLL, 2));

    assertThat(told()).isEmpty();
  }

  @Test
  void jsonTellsAMutedStream() {
    json.attemptEnded(muted());

    assertThat(told())
        .contains("\"kind\":\"fallback\",\"reason\":\"MUTED\",", "\"verdict\":\"MUTED\"");
  }

  @Test
  void briefTellsThatAStreamWasMutedWhenItIsKnown() {
    brief.opened(open(TransportType.SSE, 1));
    brief.handedOver(TransportType.SSE, open(TransportType.LONG_POLL, 2));
    assertThat(told()).isEmpty();

    brief.attemptEnded(muted());
    brief.attemptEnded(muted());

    assertThat(told())
        .isEqualTo("holdfast: sse muted (it held back what polling brought); polling instead\n");
  }

  @Test
  void briefTellsThatAStreamWasMutedBeforeThePollTakesOver() {
    brief.opened(open(TransportType.SSE, 1));
    brief.attemptEnded(muted());
    assertThat(told()).isEmpty();

    brief.handedOver(TransportType.SSE, open(TransportType.LONG_POLL, 2));

    assertThat(told()).contains("sse muted ").hasLineCount(1);
  }

  @Test
  void whatIsLeftToAPollToFindOutIsNoFallback() {
    json.attemptEnded(leftToAPoll());
    brief.opened(open(TransportType.SSE, 1));
    brief.attemptEnded(leftToAPoll());
    brief.handedOver(TransportType.SSE, open(TransportType.LONG_POLL, 3));
    assertThat(told()).isEmpty();

    verbose.attemptEnded(leftToAPoll());
    assertThat(told())
        .isEqualTo(
            "attempt: 2 by sse, beside another, accepted after 5 ms, over after 5000 ms"
                + " → a poll is to find out\n");
  }

  @Test
  void briefTellsASilenceAsAnOutage() {
    StreamException silent =
        new StreamException(Reason.SILENT, "not a byte for 2000 ms: http://h/", null);
    brief.opened(open(TransportType.SSE, 1));
    brief.retrying(new RetryInfo(LOST, 0, Duration.ZERO));
    assertThat(told()).isEmpty();

    brief.retrying(new RetryInfo(silent, 0, Duration.ZERO));
    brief.retrying(new RetryInfo(silent, 2, Duration.ZERO));

    assertThat(told()).isEqualTo("holdfast: not a byte for 2000 ms: http://h/; reconnecting\n");
  }
}
