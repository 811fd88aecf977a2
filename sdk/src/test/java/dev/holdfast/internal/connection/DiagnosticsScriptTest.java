package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a stream tells of its attempts. */
class DiagnosticsScriptTest extends NegotiationScript {
  @Test
  void theDiagnosticsSayWhatWasTried() {
    Line poll = refusedSse();
    world.run(100);
    poll.opens().brings("1", "2");
    settle();
    Diagnostics diagnostics = stream.diagnostics();
    assertThat(diagnostics.state()).isEqualTo(ConnectionState.OPEN);
    assertThat(diagnostics.transport()).isEqualTo(LONG_POLL);
    assertThat(diagnostics.attempts()).hasSize(2);
    AttemptReport first = diagnostics.attempts().get(0);
    assertThat(first.transport()).isEqualTo(SSE);
    assertThat(first.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(first.statusCode()).isEqualTo(406);
    assertThat(first.next()).isEqualTo(Next.FALL_BACK);
    assertThat(first.nextTransport()).isEqualTo(LONG_POLL);
    assertThat(first.cause()).hasMessage("sse says 406");
    AttemptReport second = diagnostics.attempts().get(1);
    assertThat(second.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(second.events()).isEqualTo(2);
    assertThat(second.openedAfter()).isBetween(Duration.ofMillis(100), Duration.ofMillis(110));
    assertThat(second.endedAfter()).isNull();
    assertThat(diagnostics.toString().split("\n")).hasSize(3);
    stream.cancel();
    assertThat(stream.diagnostics().transport()).isNull();
  }

  @Test
  void theDiagnosticsAreBounded() {
    start();
    for (int i = 0; i < 200; i++) {
      transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
      reconnected();
    }
    assertThat(stream.diagnostics().attempts()).hasSize(Diagnostics.MAX_ATTEMPTS);
    assertThat(stream.diagnostics().attempts().get(0).attempt())
        .isEqualTo(201 - Diagnostics.MAX_ATTEMPTS + 1);
  }

  @Test
  void everyAttemptIsReportedOnce() {
    Line sse = opened("1");
    stream.renew();
    settle();
    Line candidate = transport.last();
    candidate.opens().brings("1");
    settle();
    breaks(sse);
    stream.renew();
    settle();
    transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
    hears("ended 1 PROVEN REPLACED", "open 2", "ended 3 UNREACHABLE KEEP_CURRENT");
  }
}
