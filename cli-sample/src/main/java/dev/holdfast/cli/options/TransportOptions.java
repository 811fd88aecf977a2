package dev.holdfast.cli.options;

import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.LongPoll;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.LongPollDialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may carry the events, and how. */
public final class TransportOptions {
  @Option(
      names = {"-t", "--transport"},
      paramLabel = "NAME",
      description =
          "sse: Server-Sent Events; long-poll: HTTP long polling; repeatable, the best first."
              + " auto, the default: sse, and long-poll where that is refused or broken.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--long-poll-url",
      paramLabel = "URL",
      description =
          "Poll here rather than at the stream's own URL. With -d or -X it takes this to poll at"
              + " all: a poll is a GET.")
  private @Nullable String longPollUrl;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      converter = Dialects.class,
      description = "How polls are worded: standard (the default), or nchan.")
  private LongPollDialect dialect = LongPollDialect.standard();

  @Option(
      names = "--poll-interval",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "Wait so long from an answer to the next poll. Without it: not at all, or 1s to 5s where"
              + " a server answers at once that there is nothing.")
  private @Nullable Duration pollInterval;

  @Option(
      names = "--proof-timeout",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "How long a transport may take to show that it carries data (5s).")
  private @Nullable Duration proofTimeout;

  @Option(
      names = "--heartbeat",
      paramLabel = "auto|off|DURATION",
      converter = Heartbeats.class,
      description =
          "How long an event stream may be silent. auto, the default: as long as its server's"
              + " rhythm of comments makes likely, or 60s; then another connection beside it finds"
              + " out. DURATION: then it is over, and opened again. off: for ever.")
  private @Nullable HeartbeatPolicy heartbeat;

  @Option(
      names = "--max-connection-age",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Replace a connection that is so old by a new one, without a gap.")
  private @Nullable Duration maxConnectionAge;

  /** Returns the request, carried as these options say, or names what cannot be. */
  public StreamRequest applyTo(StreamRequest request) {
    StreamRequest.Builder carried = request.newBuilder().longPoll(longPoll());
    List<TransportType> types = Transports.parse(names);
    if (!types.isEmpty()) {
      checkMethod(request, types);
      carried.transports(types.toArray(new TransportType[0]));
    }
    if (proofTimeout != null) {
      carried.proofTimeout(proofTimeout);
    }
    if (heartbeat != null) {
      carried.heartbeat(heartbeat);
    }
    if (maxConnectionAge != null) {
      carried.maxConnectionAge(maxConnectionAge);
    }
    return carried.build();
  }

  /** Asked for by name, a transport that would not do what the rest says is a mistake. */
  private void checkMethod(StreamRequest request, List<TransportType> types) {
    if (request.method().equals("GET") || !types.contains(TransportType.LONG_POLL)) {
      return;
    }
    if (longPollUrl == null) {
      throw new UsageException(
          "--transport: a poll is a GET; beside -X or -d, --long-poll-url has to say where");
    }
    if (!types.contains(TransportType.SSE)) {
      throw new UsageException("--transport: a poll is a GET, without -X or -d");
    }
  }

  private LongPoll longPoll() {
    LongPoll.Builder longPoll = LongPoll.builder().dialect(dialect);
    if (pollInterval != null) {
      longPoll.interval(pollInterval);
    }
    if (longPollUrl != null) {
      try {
        longPoll.url(longPollUrl);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--long-poll-url: " + e.getMessage());
      }
    }
    return longPoll.build();
  }
}
