package dev.holdfast.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.LongPoll;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.LongPollDialect;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What options make of a request. */
class TransportOptionsTest {
  private static final StreamRequest GET = StreamRequest.of("http://h/");
  private static final StreamRequest POST =
      StreamRequest.builder("http://h/").post("x", "text/plain").build();

  private static StreamRequest applied(StreamRequest request, String... args) {
    return CommandLine.populateCommand(new TransportOptions(), args).applyTo(request, false);
  }

  @Test
  void withoutOptionsAllIsAsTheSdkHasIt() {
    for (String[] args : new String[][] {{}, {"-t", "auto"}}) {
      StreamRequest request = applied(GET, args);

      assertThat(request.transports()).isEqualTo(GET.transports()).hasSize(2);
      assertThat(request.proofTimeout()).isEqualTo(GET.proofTimeout());
      assertThat(request.heartbeat()).isEqualTo(HeartbeatPolicy.auto());
      assertThat(request.maxConnectionAge()).isZero();
      assertThat(request.longPoll()).usingRecursiveComparison().isEqualTo(LongPoll.DEFAULT);
      assertThat(applied(POST, args).transports()).containsExactly(TransportType.SSE);
    }
  }

  @Test
  void transportsGoInTheOrderOfTheCommandLine() {
    assertThat(applied(GET, "-t", "long-poll", "-t", "sse").transports())
        .containsExactly(TransportType.LONG_POLL, TransportType.SSE);
    assertThat(applied(GET, "-t", "sse").transports()).containsExactly(TransportType.SSE);
  }

  @Test
  void aPostPollsWhereItIsSaidWhere() {
    assertThat(applied(POST, "--long-poll-url=http://h/poll").transports())
        .containsExactly(TransportType.SSE, TransportType.LONG_POLL);
    assertThat(
            applied(POST, "--long-poll-url=http://h/poll", "-t=long-poll", "-t=sse").transports())
        .containsExactly(TransportType.LONG_POLL, TransportType.SSE);
  }

  @Test
  void theRestReachesTheRequest() {
    StreamRequest request =
        applied(
            GET,
            "--long-poll-url=https://h/poll",
            "--dialect=nchan",
            "--poll-interval=2s",
            "--proof-timeout=300ms");

    assertThat(request.longPoll().url()).hasToString("https://h/poll");
    assertThat(request.longPoll().dialect()).isSameAs(LongPollDialect.nchan());
    assertThat(request.longPoll().interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(request.proofTimeout()).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void silenceIsLookedAtAsAsked() {
    assertThat(applied(GET, "--heartbeat=auto").heartbeat()).isEqualTo(HeartbeatPolicy.auto());
    assertThat(applied(GET, "--heartbeat=off").heartbeat()).isEqualTo(HeartbeatPolicy.none());
    assertThat(applied(GET, "--heartbeat=30s").heartbeat())
        .isEqualTo(HeartbeatPolicy.fixed(Duration.ofSeconds(30)));
    assertThat(applied(GET, "--max-connection-age=5m").maxConnectionAge())
        .isEqualTo(Duration.ofMinutes(5));
  }
}
