package dev.holdfast.internal.transport;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.LongPoll;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Clock;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request of a poll loop, and what came of it. Asked on one thread; cancelled from any. */
final class Poll {
  /** How long after the time that it may be held a poll must be answered. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final PollAnswer NOTHING_NEW = PollAnswer.builder().build();

  private final HttpClients clients;
  private final OkHttpClient client;
  private final Clock clock;
  private final AttemptSpec spec;
  private final ContainedDialect dialect;
  private final @Nullable String cursor;
  private final Duration hold;
  private final OnSent onSent;
  private final HttpUrl url;

  private volatile boolean cancelled;
  private volatile boolean timedOut;
  private volatile boolean headersIn;
  private volatile @Nullable Exchange exchange;

  // Of the reader's thread.
  private @Nullable PolledResponse response;
  private @Nullable AttemptEnd end;
  private boolean connectionFailed;
  private boolean saysNothing;

  Poll(
      HttpClients clients,
      OkHttpClient client,
      Clock clock,
      AttemptSpec spec,
      ContainedDialect dialect,
      @Nullable String cursor,
      Duration hold,
      OnSent onSent) {
    this.clients = clients;
    this.client = client;
    this.clock = clock;
    this.spec = spec;
    this.dialect = dialect;
    this.cursor = cursor;
    this.hold = hold;
    this.onSent = onSent;
    this.url = url(spec);
  }

  /** Returns where an attempt polls. */
  static HttpUrl url(AttemptSpec spec) {
    LongPoll longPoll = spec.request().longPoll();
    HttpUrl named = longPoll.url();
    return named != null ? named : spec.request().url();
  }

  /** Returns how long it may take. */
  Duration limit() {
    return hold.plus(MARGIN);
  }

  /** Whether the server may wait for an event before it answers. */
  boolean mayBeHeld() {
    return !hold.isZero();
  }

  /** Frees the socket. Prompt, from any thread. */
  void cancel() {
    cancelled = true;
    Exchange current = exchange;
    if (current != null) {
      current.cancel();
    }
  }

  /** As {@link #cancel}: it has taken too long. */
  void timeOut() {
    timedOut = true;
    cancel();
  }

  /** How it ends if it does not return though it was cancelled. From any thread. */
  AttemptEnd stuck() {
    boolean inNetwork = exchange != null && !headersIn;
    return inNetwork ? tooLate(null) : dialect.stuck(at());
  }

  /** The answer; null if there is an {@link #end()}. */
  @Nullable PolledResponse response() {
    return response;
  }

  /** What the attempt ends by, unless it asks again; null if there is a {@link #response()}. */
  @Nullable AttemptEnd end() {
    return end;
  }

  /** Whether a connection broke before any answer, as an idle one does that the server closed. */
  boolean connectionFailed() {
    return connectionFailed;
  }

  /** Whether it was not answered in time, by a server that may just have no events. */
  boolean saysNothing() {
    return saysNothing;
  }

  /** Asks, and reads the answer. Throws nothing, whatever happens. */
  void ask() {
    try {
      response = exchange();
    } catch (EndException e) {
      end = e.end();
    } catch (Throwable e) {
      end = Failures.unexpected(e, at());
    }
  }

  private PolledResponse exchange() throws EndException {
    Request bare =
        dialect
            .request(url, cursor, hold)
            .newBuilder()
            .header("Cache-Control", "no-store")
            .header("User-Agent", Requests.USER_AGENT)
            .build();
    Request full = Requests.full(bare, spec.request(), spec.grant(), cursor);
    Exchange sent = new Exchange(clients, client, bare, full, onSent);
    exchange = sent;
    if (cancelled) {
      sent.cancel();
    }
    try (Response received = sent.execute()) {
      headersIn = true;
      try {
        return read(received, sent.leftOrigin());
      } catch (EndException e) {
        if (received.code() == 200) {
          // Else closing a body that goes on would read on for a while.
          sent.cancel();
        }
        throw e;
      }
    } catch (IOException e) {
      throw new EndException(unanswered(e));
    }
  }

  private AttemptEnd unanswered(IOException e) throws EndException {
    if (timedOut) {
      saysNothing = dialect.holdsUntilEvent();
      return tooLate(e);
    }
    AttemptEnd failure = Failures.beforeResponse(e, at());
    connectionFailed =
        !cancelled
            && failure.verdict() == Verdict.LOST
            && failure.cause().reason() == Reason.CONNECTION_LOST;
    return failure;
  }

  private PolledResponse read(Response received, boolean leftOrigin) throws EndException {
    String seen = leftOrigin ? null : cursor;
    AttemptEnd refusal = ResponseRules.judgePoll(received, spec.number(), clock.wallMillis());
    if (refusal != null) {
      throw new EndException(seen != null ? refusal.cursorSeen() : refusal);
    }
    PollAnswer answer =
        ResponseRules.isEmptyAnswer(received) ? NOTHING_NEW : readInTime(received, seen);
    if (answer == null) {
      throw new EndException(ResponseRules.notAnAnswer(received, spec.number(), dialect));
    }
    ConnectionInfo info = ResponseRules.info(received, spec.number(), TransportType.LONG_POLL);
    return new PolledResponse(info, answer, leftOrigin && cursor != null);
  }

  private @Nullable PollAnswer readInTime(Response received, @Nullable String seen)
      throws EndException {
    try {
      return dialect.read(received, seen, spec.request().maxEventBytes());
    } catch (EndException e) {
      boolean broken = e.end().cause().reason() == Reason.CONNECTION_LOST;
      throw timedOut && broken ? new EndException(tooLate(e.end().cause())) : e;
    }
  }

  private AttemptEnd tooLate(@Nullable Throwable cause) {
    String time = limit().getSeconds() + " s: " + Redaction.url(at());
    Verdict verdict = headersIn ? Verdict.LOST : Verdict.UNREACHABLE;
    String message = (headersIn ? "no whole answer within " : "no answer within ") + time;
    return cause == null
        ? AttemptEnd.of(verdict, Reason.TIMEOUT, message)
        : AttemptEnd.of(verdict, Reason.TIMEOUT, message, cause);
  }

  private HttpUrl at() {
    Exchange sent = exchange;
    return sent == null ? url : sent.at();
  }
}
