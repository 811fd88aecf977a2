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

/** What the status and headers of a response to an SSE request mean. */
final class ResponseRules {
  private ResponseRules() {}

  /** Returns how the response ends the attempt, or null if it is an event stream. */
  static @Nullable AttemptEnd judge(Response response, int attempt, long wallMillis) {
    int status = response.code();
    if (status == 200) {
      return judgeBody(response, attempt);
    }
    String what = "HTTP " + status + " from " + at(response);
    Verdict verdict;
    Reason reason = Reason.HTTP_STATUS;
    if (status == 204) {
      verdict = Verdict.ENDED;
      reason = Reason.RESPONSE_ENDED;
    } else if (status == 401 || status == 403 || status == 407) {
      verdict = Verdict.REJECTED;
      reason = Reason.CREDENTIALS_REFUSED;
    } else if (isTransient(status)) {
      verdict = Verdict.LOST;
    } else {
      verdict = Verdict.REFUSED;
    }
    long retryAfter = RetryAfter.nanos(response.headers(), wallMillis);
    return new AttemptEnd(
        verdict, new StreamException(reason, what, info(response, attempt), null), retryAfter);
  }

  private static boolean isTransient(int status) {
    return status == 408
        || status == 425
        || status == 429
        || (status >= 500 && status <= 599 && status != 501);
  }

  private static @Nullable AttemptEnd judgeBody(Response response, int attempt) {
    String type = response.header("Content-Type");
    MediaType parsed = type == null ? null : MediaType.parse(type);
    if (parsed == null
        || !parsed.type().equals("text")
        || !parsed.subtype().equals("event-stream")) {
      String shown = type == null ? "no content type" : "content type \"" + OneLine.of(type) + "\"";
      return refuse(
          response, attempt, shown + " instead of text/event-stream from " + at(response));
    }
    String encoding = response.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      String shown = "content encoding \"" + OneLine.of(encoding) + "\"";
      return refuse(response, attempt, shown + ", which was not asked for, from " + at(response));
    }
    return null;
  }

  private static AttemptEnd refuse(Response response, int attempt, String message) {
    return new AttemptEnd(
        Verdict.REFUSED,
        new StreamException(Reason.CONTENT_TYPE, message, info(response, attempt), null),
        0);
  }

  /** Describes a response of an SSE request, accepted or not. */
  static ConnectionInfo info(Response response, int attempt) {
    return new ConnectionInfo(
        TransportType.SSE, attempt, response.code(), response.headers(), response.protocol());
  }

  private static String at(Response response) {
    return Redaction.url(response.request().url());
  }
}
