package dev.holdfast.cli.options;

import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.LongPoll;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.WebSocketSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may carry the events, and how. */
public final class TransportOptions {
  /** A tail needs no WebSocket: it never talks back. */
  private static final String ONLY_BY_NAME =
      " is for WebSocket, which takes -t websocket (alone, or beside others in the order of"
          + " trying)";

  /**
   * For who talks: it need not wait for a stream to show that the WebSocket continues it, which a
   * quiet one cannot.
   */
  private static final List<TransportType> WEBSOCKET_FIRST =
      List.of(TransportType.WEBSOCKET, TransportType.SSE, TransportType.LONG_POLL);

  @Option(
      names = {"-t", "--transport"},
      paramLabel = "NAME",
      description =
          "sse: Server-Sent Events; long-poll: HTTP long polling; websocket: WebSocket;"
              + " repeatable, the best first. auto, the default: sse, and long-poll where that is"
              + " refused or broken; for a send websocket, and these where that is.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--long-poll-url",
      paramLabel = "URL",
      description =
          "Poll here rather than at the stream's own URL. With -d or -X it takes this to poll at"
              + " all: a poll is a GET.")
  private @Nullable String longPollUrl;

  @Option(
      names = "--websocket-url",
      paramLabel = "URL",
      description =
          "Open WebSockets here (ws, wss, http or https) rather than at the stream's own URL; for a"
              + " tail with -t websocket.")
  private @Nullable String webSocketUrl;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      converter = Dialect.Reader.class,
      description =
          "How polls and WebSockets are worded: standard (the default), or nchan; or, by"
              + " WebSocket alone (for a tail: -t websocket), raw: a message is an event.")
  private Dialect dialect = Dialect.STANDARD;

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

  /**
   * Returns the URL of the stream as it is asked for: what opens a WebSocket is a request by HTTP,
   * whose URL may begin with {@code ws} or {@code wss} where it is one for WebSocket.
   *
   * @param channel whether the stream is one that sends, too, and goes by WebSocket unless told not
   *     to
   */
  public String httpUrl(String url, boolean channel) {
    if (!url.matches("(?is)wss?:.*")) {
      return url;
    }
    if (!types(channel).contains(TransportType.WEBSOCKET)) {
      throw new UsageException("a ws or wss URL" + ONLY_BY_NAME);
    }
    return "http" + url.substring("ws".length());
  }

  /** The transports in their order; none where that is left to the SDK. */
  private List<TransportType> types(boolean webSocketFirst) {
    List<TransportType> types = Transports.parse(names);
    return types.isEmpty() && webSocketFirst ? WEBSOCKET_FIRST : types;
  }

  /**
   * Returns the request, carried as these options say, or names what cannot be.
   *
   * @param channel whether the stream is one that sends, too
   */
  public StreamRequest applyTo(StreamRequest request, boolean channel) {
    StreamRequest.Builder carried =
        request.newBuilder().longPoll(longPoll()).webSocket(webSocket());
    boolean isGet = request.method().equals("GET");
    List<TransportType> types = types(channel && isGet);
    boolean upgrades = channel && types.isEmpty() && webSocketUrl != null;
    if (!types.contains(TransportType.WEBSOCKET) && !upgrades) {
      checkNoWebSocket();
    }
    if (!types.isEmpty()) {
      if (!isGet) {
        Transports.checkMethod(types, longPollUrl != null, webSocketUrl != null);
      }
      if (!types.contains(TransportType.LONG_POLL)) {
        checkNoPolls();
      }
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

  /** What would have no effect is a mistake. */
  private void checkNoWebSocket() {
    if (webSocketUrl != null) {
      throw new UsageException("--websocket-url" + ONLY_BY_NAME);
    }
    if (dialect == Dialect.RAW) {
      throw new UsageException("--dialect: raw" + ONLY_BY_NAME);
    }
  }

  private void checkNoPolls() {
    if (longPollUrl != null || pollInterval != null) {
      String option = longPollUrl != null ? "--long-poll-url" : "--poll-interval";
      throw new UsageException(option + " is for long polling, which -t leaves out");
    }
  }

  private LongPoll longPoll() {
    LongPoll.Builder longPoll = LongPoll.builder().dialect(dialect.ofPolls);
    if (pollInterval != null) {
      longPoll.interval(pollInterval);
    }
    if (longPollUrl != null) {
      try {
        longPoll.url(longPollUrl);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--long-poll-url: " + e.getMessage());
      }
      Urls.checkNoUser("--long-poll-url: ", longPollUrl);
    }
    return longPoll.build();
  }

  private WebSocketSettings webSocket() {
    WebSocketSettings.Builder webSocket = WebSocketSettings.builder().dialect(dialect.ofWebSockets);
    if (webSocketUrl != null) {
      try {
        webSocket.url(webSocketUrl);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--websocket-url: " + e.getMessage());
      }
      Urls.checkNoUser("--websocket-url: ", webSocketUrl);
    }
    return webSocket.build();
  }
}
