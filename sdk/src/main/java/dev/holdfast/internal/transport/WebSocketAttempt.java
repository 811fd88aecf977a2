package dev.holdfast.internal.transport;

import dev.holdfast.TransportType;
import dev.holdfast.WebSocketSettings;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.dialect.SocketConversation;
import dev.holdfast.dialect.SocketFrame;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.loop.Timers;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. OkHttp's thread listens at the socket ({@link SocketEar}); all that follows from
 * what it hears happens in the inbox, on a reader's thread.
 */
final class WebSocketAttempt implements Attempt {
  private interface Step {
    void run() throws IOException;
  }

  private final HttpClients clients;
  private final int stream;
  private final Environment env;
  private final AttemptSpec spec;
  private final WebSocketSettings settings;
  private final AttemptSink sink;
  private final Upgrade upgrade;
  private final Inbox inbox;
  private final SocketEar ear;
  private volatile HttpUrl at;
  private volatile @Nullable WebSocket socket;
  private volatile @Nullable SocketCourse course;
  private volatile @Nullable SocketSender sender;
  private volatile boolean cancelled;

  /** Why there was no reader to begin with. Of the thread that starts it. */
  private @Nullable Throwable neverRead;

  // In the inbox.
  private Timers.@Nullable Timer deadline;
  private @Nullable SocketConversation conversation;
  private boolean ended;

  WebSocketAttempt(
      HttpClients clients, int stream, Environment env, AttemptSpec spec, AttemptSink sink) {
    this.clients = clients;
    this.stream = stream;
    this.env = env;
    this.spec = spec;
    this.settings = spec.request().webSocket();
    this.sink = sink;
    this.upgrade = new Upgrade(env.clock, spec.request().maxEventBytes(), sink::received);
    this.inbox = new Inbox(env.readers, env.clock, settings.bufferBytes(), this::noReader);
    this.ear = new SocketEar(this, inbox, env.clock, clients.patienceNanos());
    HttpUrl url = settings.url();
    this.at = url == null ? spec.request().url() : url;
  }

  // ---- From any thread.

  /**
   * Begins.
   *
   * @throws RuntimeException if there is no thread; the sink hears nothing then
   */
  void start() {
    inbox.add(() -> contained(this::connect));
    // It may have ended already, which its sink was told then.
    Throwable none = neverRead;
    if (none != null) {
      throw new RejectedExecutionException(none);
    }
  }

  /** Pongs are life as well, unless the server has shown that it gives signs of its own. */
  @Override
  public long waitsSince() {
    WatchedSocket watched = upgrade.socket();
    SocketCourse current = course;
    if (watched == null || current == null || cancelled || !inbox.isIdle()) {
      return NOT_WAITING;
    }
    long since = watched.waitsSince();
    return current.beats() && since != NOT_WAITING
        ? Math.max(ear.lastMessageAt(), watched.lastDataAt())
        : since;
  }

  @Override
  public void send(OutgoingMessage message) {
    Objects.requireNonNull(sender, "not accepted yet").send(message);
  }

  @Override
  public long unsentBytes() {
    SocketSender current = sender;
    return current == null ? 0 : current.unsentBytes();
  }

  @Override
  public void cancel() {
    cancelled = true;
    close(CloseCodes.NORMAL, null);
    inbox.endWith(() -> end(SocketEnds.cancelled(shown())));
  }

  /** In good order, where nothing is in the way: OkHttp waits a second for the answer. */
  private void close(int code, @Nullable String reason) {
    WebSocket current = socket;
    if (current == null) {
      return;
    }
    boolean mayClose = upgrade.socket() != null && current.queueSize() == 0;
    if (!mayClose || !current.close(code, reason == null ? null : CloseCodes.reason(reason))) {
      current.cancel();
    }
  }

  private void noReader(Throwable rejected) {
    if (socket != null) {
      close(CloseCodes.NORMAL, null);
      sink.abandoned(SocketEnds.noReader(rejected));
    } else {
      neverRead = rejected;
    }
  }

  // ---- In the inbox.

  private void connect() {
    sink.begun();
    HttpUrl url = settings.dialect().url(at, spec.cursor());
    at = url;
    mutedUnlessCalmed("no WebSocket", ear::isAccepted);
    open(Requests.handshake(url, spec));
    if (cancelled) {
      cancelSocket();
    }
  }

  private void open(Request request) {
    try {
      socket = clients.socketClient(stream, spec, upgrade).newWebSocket(request, ear);
    } catch (OutOfMemoryError noThread) {
      end(SocketEnds.noReader(noThread));
    } catch (Throwable e) {
      // What the app's executor throws.
      end(Failures.unexpected(e, at));
    }
  }

  private void cancelSocket() {
    WebSocket current = socket;
    if (current != null) {
      current.cancel();
    }
  }

  void accepted(WebSocket webSocket, Response response) {
    contained(
        () -> {
          calm();
          sink.sent();
          String subprotocol = response.header("Sec-WebSocket-Protocol");
          SocketConversation begun =
              settings.dialect().begin(subprotocol, response.headers(), spec.cursor());
          if (begun == null) {
            close(CloseCodes.PROTOCOL_ERROR, "subprotocol");
            end(ResponseRules.otherSubprotocol(response, spec.number(), dialect()));
            return;
          }
          if (begun.beginsWithHello()) {
            mutedUnlessCalmed("a WebSocket, and no hello", ear::isSpokenTo);
          }
          conversation = begun;
          course = new SocketCourse(sink, begun, spec.cursor());
          begun.opening(spec.credentials()).forEach(frame -> SocketSender.send(webSocket, frame));
          sender = new SocketSender(webSocket, begun, sink.uplink(), env);
          sink.opened(ResponseRules.info(response, spec.number(), TransportType.WEBSOCKET), false);
          if (!begun.beginsWithHello()) {
            sink.uplink().ready(begun.sending());
          }
        });
  }

  void message(SocketFrame frame, long idleNanos) {
    contained(
        () -> {
          SocketCourse current = course;
          if (current != null && !cancelled) {
            calm();
            current.tell(frame, idleNanos);
          }
        });
  }

  void behind() {
    end(SocketEnds.behind(shown()));
  }

  void closed(int code, String reason) {
    contained(
        () -> {
          SocketConversation begun = conversation;
          boolean endsStream = begun != null && begun.endsStream(code, reason);
          end(SocketEnds.closed(code, reason, endsStream, settings, shown()));
        });
  }

  void failed(Throwable t, @Nullable Response response) {
    if (course != null) {
      end(SocketEnds.broken(t, at, shown()));
    } else if (response != null) {
      AttemptEnd end = ResponseRules.judgeUpgrade(response, spec.number(), env.clock.wallMillis());
      end(spec.cursor() == null ? end : end.cursorSeen());
    } else {
      end(SocketEnds.beforeUpgrade(t, at));
    }
  }

  /** Whatever a dialect, which may be the app's, throws is the end of one attempt, and no more. */
  private void contained(Step step) {
    if (ended) {
      return;
    }
    try {
      step.run();
    } catch (IOException malformed) {
      close(CloseCodes.PROTOCOL_ERROR, malformed.getMessage());
      end(SocketEnds.malformed(malformed, dialect(), shown()));
    } catch (Throwable e) {
      close(CloseCodes.NORMAL, null);
      end(SocketEnds.dialectFailed(e, dialect()));
    }
  }

  /**
   * @param heard whether it has been said already, and the app keeps the attempt from hearing it
   */
  private void mutedUnlessCalmed(String complaint, BooleanSupplier heard) {
    long nanos = Nanos.of(spec.request().proofTimeout());
    deadline =
        env.timers.schedule(
            nanos,
            () -> {
              if (!heard.getAsBoolean()) {
                muted(complaint);
              }
            });
  }

  /** From the control thread. */
  private void muted(String complaint) {
    long millis = spec.request().proofTimeout().toMillis();
    boolean looksUp = upgrade.looksUp();
    // First: what OkHttp says of a socket that is cancelled would be taken for the cause.
    inbox.endWith(
        () -> {
          // By now there is one, if it was just being opened.
          cancelSocket();
          end(SocketEnds.late(looksUp, complaint, millis, shown()));
        });
    cancelSocket();
  }

  private void calm() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }

  private void end(AttemptEnd end) {
    if (!ended) {
      ended = true;
      calm();
      inbox.close();
      clients.readerEnded();
      sink.ended(end);
    }
  }

  private String dialect() {
    return SocketEnds.name(settings.dialect());
  }

  private String shown() {
    return Redaction.url(at);
  }
}
