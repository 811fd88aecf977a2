package dev.holdfast.internal.transport;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.Redaction;
import okhttp3.MediaType;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What the status and headers of a response mean: to an SSE request, and to a poll. */
final class ResponseRules {
  private ResponseRules() {}

  /** Returns how a response to an SSE request ends the attempt, or null if it is a stream. */
  static @Nullable AttemptEnd judge(Response response, int attempt, long wallMillis) {
    if (response.code() != 200) {
      return judgeStatus(response, TransportType.SSE, attempt, wallMillis);
    }
    if (!isEventStream(response)) {
      return refuse(
          response,
          TransportType.SSE,
          attempt,
          type(response) + " instead of text/event-stream from " + at(response));
    }
    return judgeEncoding(response, TransportType.SSE, attempt);
  }

  /**
   * Returns how a response to a poll ends the attempt, or null if it has no events or the dialect
   * is to read it.
   */
  static @Nullable AttemptEnd judgePoll(Response response, int attempt, long wallMillis) {
    if (isEmptyAnswer(response)) {
      return null;
    }
    if (response.code() != 200) {
      return judgeStatus(response, TransportType.LONG_POLL, attempt, wallMillis);
    }
    if (isEventStream(response)) {
      return refuse(
          response,
          TransportType.LONG_POLL,
          attempt,
          "an event stream instead of an answer to a poll from " + at(response));
    }
    return BoundedBody.isGzip(response)
        ? null
        : judgeEncoding(response, TransportType.LONG_POLL, attempt);
  }

  /** Whether the status alone says that there is nothing new. */
  static boolean isEmptyAnswer(Response response) {
    return response.code() == 204 || response.code() == 304 || response.code() == 408;
  }

  /** How a poll ends whose dialect knows nothing of what came. */
  static AttemptEnd notAnAnswer(Response response, int attempt, ContainedDialect dialect) {
    return refuse(
        response,
        TransportType.LONG_POLL,
        attempt,
        type(response)
            + ", no answer to a poll in the dialect "
            + dialect
            + ", from "
            + at(response));
  }

  static boolean isEventStream(Response response) {
    MediaType parsed = parsedType(response);
    return parsed != null
        && parsed.type().equals("text")
        && parsed.subtype().equals("event-stream");
  }

  /** How an answer to a WebSocket's handshake ends it. */
  static AttemptEnd judgeUpgrade(Response response, int attempt, long wallMillis) {
    int status = response.code();
    boolean judged = status >= 400 && status != 426;
    return judged
        ? judgeStatus(response, TransportType.WEBSOCKET, attempt, wallMillis)
        : refuse(
            response,
            TransportType.WEBSOCKET,
            attempt,
            Reason.HTTP_STATUS,
            status == 101
                ? "a WebSocket handshake that RFC 6455 does not allow from " + at(response)
                : "HTTP " + status + " instead of a WebSocket from " + at(response));
  }

  /** How a WebSocket ends whose dialect knows nothing of the subprotocol that was chosen. */
  static AttemptEnd otherSubprotocol(Response response, int attempt, String dialect) {
    String subprotocol = response.header("Sec-WebSocket-Protocol");
    String chosen =
        subprotocol == null ? "no subprotocol" : "subprotocol \"" + OneLine.of(subprotocol) + "\"";
    return refuse(
        response,
        TransportType.WEBSOCKET,
        attempt,
        Reason.CONTENT_TYPE,
        chosen + ", by which the dialect " + dialect + " cannot go on, from " + at(response));
  }

  private static AttemptEnd judgeStatus(
      Response response, TransportType transport, int attempt, long wallMillis) {
    int status = response.code();
    String what = "HTTP " + status + " from " + at(response);
    Verdict verdict;
    Reason reason = Reason.HTTP_STATUS;
    if (status == 204) {
      verdict = Verdict.ENDED;
      reason = Reason.RESPONSE_ENDED;
    } else if (status == 401 || status == 403 || status == 407) {
      // A server of events has no page to show; something on the way has.
      verdict = status == 403 && isPage(response) ? Verdict.REFUSED : Verdict.REJECTED;
      reason = Reason.CREDENTIALS_REFUSED;
    } else if (isTransient(status)) {
      verdict = Verdict.LOST;
    } else {
      verdict = Verdict.REFUSED;
    }
    long retryAfter = RetryAfter.nanos(response.headers(), wallMillis);
    ConnectionInfo info = info(response, attempt, transport);
    return new AttemptEnd(verdict, new StreamException(reason, what, info, null), retryAfter);
  }

  private static boolean isTransient(int status) {
    return status == 408
        || status == 425
        || status == 429
        || (status >= 500 && status <= 599 && status != 501);
  }

  private static boolean isPage(Response response) {
    MediaType parsed = parsedType(response);
    return parsed != null && parsed.type().equals("text") && parsed.subtype().equals("html");
  }

  private static @Nullable AttemptEnd judgeEncoding(
      Response response, TransportType transport, int attempt) {
    String encoding = response.header("Content-Encoding");
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return null;
    }
    String shown = "content encoding \"" + OneLine.of(encoding) + "\"";
    return refuse(
        response, transport, attempt, shown + ", which was not asked for, from " + at(response));
  }

  private static AttemptEnd refuse(
      Response response, TransportType transport, int attempt, String message) {
    return refuse(response, transport, attempt, Reason.CONTENT_TYPE, message);
  }

  private static AttemptEnd refuse(
      Response response, TransportType transport, int attempt, Reason reason, String message) {
    ConnectionInfo info = info(response, attempt, transport);
    return new AttemptEnd(Verdict.REFUSED, new StreamException(reason, message, info, null), 0);
  }

  /** Describes a response, accepted or not. */
  static ConnectionInfo info(Response response, int attempt, TransportType transport) {
    return new ConnectionInfo(
        transport, attempt, response.code(), response.headers(), response.protocol());
  }

  private static @Nullable MediaType parsedType(Response response) {
    String type = response.header("Content-Type");
    return type == null ? null : MediaType.parse(type);
  }

  private static String type(Response response) {
    String type = response.header("Content-Type");
    return type == null ? "no content type" : "content type \"" + OneLine.of(type) + "\"";
  }

  private static String at(Response response) {
    return Redaction.url(response.request().url());
  }
}
