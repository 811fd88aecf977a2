package dev.holdfast.internal.transport;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.internal.loop.Timers;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what came in place of an event stream: it may be the answer to a poll, from a server
 * that knows nothing else. Its events are not thrown away.
 */
final class PollSalvage {
  /** Such an answer is there, or is none: nobody asked the server to hold it. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ContainedDialect dialect;
  private final Timers timers;

  private PollSalvage(ContainedDialect dialect, Timers timers) {
    this.dialect = dialect;
    this.timers = timers;
  }

  /** Returns null if a poll would not be the request that an event stream is asked for with. */
  static @Nullable PollSalvage of(StreamRequest request, Timers timers) {
    HttpUrl polled = request.longPoll().url();
    return request.method().equals("GET")
            && (polled == null || polled.equals(request.url()))
            && request.transports().contains(TransportType.LONG_POLL)
        ? new PollSalvage(new ContainedDialect(request.longPoll().dialect()), timers)
        : null;
  }

  /** Returns the refusal of a response, with the answer to a poll that the response is, if so. */
  AttemptEnd orPollAnswer(
      AttemptEnd refusal, Response response, Exchange exchange, AttemptSpec spec) {
    if (response.code() != 200 || ResponseRules.judgePoll(response, spec.number(), 0) != null) {
      return refusal;
    }
    boolean withheld = exchange.leftOrigin() && spec.cursor() != null;
    PollAnswer answer = null;
    Timers.Timer deadline = timers.schedule(LIMIT_NANOS, exchange::cancel);
    try {
      answer =
          dialect.read(response, withheld ? null : spec.cursor(), spec.request().maxEventBytes());
    } catch (EndException notReadable) {
      // It is refused for what it is not; why it is not a poll's answer either helps nobody.
    } finally {
      deadline.cancel();
    }
    if (answer == null) {
      // Else closing a body that goes on would read on for a while.
      exchange.cancel();
      return refusal;
    }
    return refusal.with(
        new PolledResponse(
            ResponseRules.info(response, spec.number(), TransportType.SSE), answer, withheld));
  }
}
