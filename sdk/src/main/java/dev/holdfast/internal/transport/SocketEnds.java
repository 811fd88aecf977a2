package dev.holdfast.internal.transport;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.WebSocketSettings;
import dev.holdfast.dialect.WebSocketDialect;
import dev.holdfast.internal.OneLine;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.RejectedExecutionException;
import okhttp3.HttpUrl;

/** How WebSockets end. */
final class SocketEnds {
  private SocketEnds() {}

  /** The handshake failed without an answer. */
  static AttemptEnd beforeUpgrade(Throwable t, HttpUrl url) {
    // What an interceptor of the app throws comes to OkHttp's callback in this guise.
    boolean hidden =
        t.getSuppressed().length > 0
            && String.valueOf(t.getMessage()).startsWith("canceled due to");
    if (t.getCause() instanceof RejectedExecutionException) {
      return noReader(t.getCause());
    }
    Throwable thrown = hidden ? t.getSuppressed()[0] : t;
    return thrown instanceof IOException
        ? Failures.beforeResponse((IOException) thrown, url)
        : Failures.unexpected(thrown, url);
  }

  /** The connection failed. */
  static AttemptEnd broken(Throwable t, HttpUrl url, String shown) {
    if (t instanceof SocketTimeoutException && String.valueOf(t.getMessage()).contains("ping")) {
      return AttemptEnd.of(
          Verdict.LOST, Reason.SILENT, "no answer to a ping: " + shown + ": " + OneLine.of(t), t);
    }
    return t instanceof IOException
        ? Failures.inBody((IOException) t, url)
        : Failures.unexpected(t, url);
  }

  /** The server closed it. */
  static AttemptEnd closed(
      int code, String reason, boolean endsStream, WebSocketSettings settings, String shown) {
    String said = reason.isEmpty() ? "" : " \"" + OneLine.of(reason) + "\"";
    String what = "closed by the server with " + code + said + ": " + shown;
    if (endsStream) {
      return AttemptEnd.of(Verdict.ENDED, Reason.RESPONSE_ENDED, what);
    }
    if (CloseCodes.isBrokenProtocol(code)) {
      return AttemptEnd.of(Verdict.LOST, Reason.PROTOCOL, what);
    }
    return settings.isFatal(code)
        ? AttemptEnd.of(Verdict.REJECTED, Reason.CLOSED_BY_SERVER, what)
        : AttemptEnd.of(Verdict.LOST, Reason.CONNECTION_LOST, what);
  }

  static AttemptEnd cancelled(String shown) {
    return AttemptEnd.of(Verdict.LOST, Reason.CONNECTION_LOST, "cancelled: " + shown);
  }

  static AttemptEnd muted(String complaint, long millis, String shown) {
    return AttemptEnd.of(
        Verdict.MUTED, Reason.MUTED, complaint + " within " + millis + " ms: " + shown);
  }

  /** A look-up that takes so long is the network's fault: nothing is known of WebSockets. */
  static AttemptEnd late(boolean looksUp, String complaint, long millis, String shown) {
    return looksUp ? notFound(millis, shown) : muted(complaint, millis, shown);
  }

  private static AttemptEnd notFound(long millis, String shown) {
    return AttemptEnd.of(
        Verdict.UNREACHABLE,
        Reason.TIMEOUT,
        "the host was not found within " + millis + " ms: " + shown);
  }

  static AttemptEnd behind(String shown) {
    return AttemptEnd.of(
        Verdict.LOST,
        Reason.LISTENER_BEHIND,
        "the listener was too far behind for the WebSocket to be kept alive: " + shown);
  }

  static AttemptEnd malformed(IOException e, String dialect, String shown) {
    return AttemptEnd.of(
        Verdict.LOST,
        Reason.PROTOCOL,
        "malformed message (dialect " + dialect + ") from " + shown + ": " + why(e),
        e);
  }

  static AttemptEnd dialectFailed(Throwable e, String dialect) {
    return AttemptEnd.of(
        Verdict.LOST,
        Reason.DIALECT_FAILED,
        "dialect " + dialect + " failed: " + e.getClass().getName(),
        e);
  }

  static AttemptEnd noReader(Throwable rejected) {
    return AttemptEnd.of(
        Verdict.UNREACHABLE,
        Reason.RESOURCES,
        "no thread to read on: " + OneLine.of(rejected),
        rejected);
  }

  /** What a dialect, which may be the app's, calls itself. */
  static String name(WebSocketDialect dialect) {
    try {
      return OneLine.of(String.valueOf(dialect));
    } catch (Throwable unprintable) {
      return dialect.getClass().getName();
    }
  }

  private static String why(IOException e) {
    return OneLine.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }
}
