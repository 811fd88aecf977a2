package dev.holdfast.internal.transport;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.wire.LimitExceededException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;

/** What an exception of an HTTP exchange means for the attempt. */
final class Failures {
  private Failures() {}

  /** It was thrown before the response headers were in. */
  static AttemptEnd beforeResponse(IOException e, HttpUrl url) {
    String at = Redaction.url(url);
    if (e instanceof Redirects.UnfollowedException) {
      return AttemptEnd.of(Verdict.REFUSED, Reason.REDIRECT, why(e), e);
    }
    if (isCertificateError(e)) {
      return AttemptEnd.of(
          Verdict.REJECTED, Reason.TLS, "certificate not accepted: " + at + ": " + why(e), e);
    }
    if (e instanceof UnknownHostException) {
      return AttemptEnd.of(
          Verdict.UNREACHABLE, Reason.UNREACHABLE, "unknown host: " + url.host(), e);
    }
    if (e instanceof ConnectException
        || e instanceof NoRouteToHostException
        || e instanceof SocketTimeoutException
        || e instanceof SSLException) {
      return AttemptEnd.of(
          Verdict.UNREACHABLE, Reason.UNREACHABLE, "cannot reach " + at + ": " + why(e), e);
    }
    if (isNotHttp(e)) {
      return AttemptEnd.of(Verdict.LOST, Reason.PROTOCOL, "not HTTP at " + at + ": " + why(e), e);
    }
    return AttemptEnd.of(
        Verdict.LOST, Reason.CONNECTION_LOST, "no response from " + at + ": " + why(e), e);
  }

  /** It was thrown while the body was read. */
  static AttemptEnd inBody(IOException e, HttpUrl url) {
    String at = Redaction.url(url);
    if (e instanceof LimitExceededException) {
      Reason reason =
          ((LimitExceededException) e).bound() == LimitExceededException.Bound.LINE
              ? Reason.LINE_TOO_LONG
              : Reason.EVENT_TOO_LARGE;
      return AttemptEnd.of(Verdict.LOST, reason, e.getMessage() + ": " + at, e);
    }
    if (isMalformed(e)) {
      return AttemptEnd.of(
          Verdict.LOST, Reason.PROTOCOL, "malformed response from " + at + ": " + why(e), e);
    }
    return AttemptEnd.of(
        Verdict.LOST, Reason.CONNECTION_LOST, "connection lost: " + at + ": " + why(e), e);
  }

  /** Anything else, such as what an interceptor of the app throws. */
  static AttemptEnd unexpected(Throwable e, HttpUrl url) {
    return AttemptEnd.of(
        Verdict.LOST,
        Reason.CONNECTION_LOST,
        "unexpected failure at " + Redaction.url(url) + ": " + e,
        e);
  }

  private static boolean isCertificateError(Throwable e) {
    if (e instanceof SSLPeerUnverifiedException) {
      return true;
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** OkHttp reads at most 256 KiB of headers, then complains that a line has no end. */
  private static boolean isNotHttp(IOException e) {
    return isMalformed(e) || (e instanceof EOFException && why(e).contains("limit="));
  }

  /** OkHttp has the same exception for a body that breaks off; that one is no malformed body. */
  private static boolean isMalformed(IOException e) {
    return e instanceof ProtocolException && !why(e).startsWith("unexpected end of stream");
  }

  /** What the exception says, on one line and without what only a machine can read. */
  private static String why(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < message.length() && line.length() < 200; i++) {
      char c = message.charAt(i);
      line.append(c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\ufffd' ? '.' : c);
    }
    return line.toString();
  }
}
