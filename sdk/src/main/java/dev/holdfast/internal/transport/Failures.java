package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.wire.LimitExceededException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What an exception of an HTTP exchange means for the attempt. */
final class Failures {
  private static final Pattern LINE_WITHOUT_END =
      Pattern.compile("limit=([0-9]{1,9}) content=([0-9a-f]*)");
  private static final int LONGEST_HEADER_LINE = 8192;

  /** OkHttp tells by these words alone what a proxy answered to CONNECT. */
  private static final String PROXY_REFUSED_CREDENTIALS = "Failed to authenticate with proxy";

  private static final String PROXY_REFUSED_TUNNEL = "Unexpected response code for CONNECT";

  /** The server wants a certificate of the app, or another one (RFC 8446 §6.2, by Java's words). */
  private static final Pattern ALERT_ON_OUR_CERTIFICATE =
      Pattern.compile(
          "alert: (bad_certificate|unsupported_certificate|certificate_|unknown_ca|access_denied)");

  /** No cause that matters is deeper; a chain may be a ring. */
  static final int DEEPEST_CAUSE = 16;

  private Failures() {}

  /** Does nothing but have the class loaded, and what it needs first. */
  static void load() {
    Descriptors.load();
  }

  /** It was thrown before the response headers were in. */
  static AttemptEnd beforeResponse(IOException e, HttpUrl url) {
    String at = Redaction.url(url);
    if (Descriptors.ranOut(e)) {
      return noDescriptor(e, at);
    }
    if (e instanceof Redirects.UnfollowedException) {
      return AttemptEnd.of(
          Verdict.REFUSED, Reason.REDIRECT, "redirect not followed: " + at + ": " + why(e), e);
    }
    if (isCertificateError(e)) {
      return AttemptEnd.of(
          Verdict.REJECTED,
          Reason.TLS,
          "certificate not accepted: " + at + ": " + whyNotAccepted(e),
          e);
    }
    if (e instanceof UnknownServiceException) {
      return AttemptEnd.of(
          Verdict.REJECTED, Reason.NOT_PERMITTED, "not permitted: " + at + ": " + why(e), e);
    }
    if (e instanceof UnknownHostException) {
      return AttemptEnd.of(Verdict.UNREACHABLE, Reason.UNREACHABLE, "unknown host: " + why(e), e);
    }
    if (why(e).equals(PROXY_REFUSED_CREDENTIALS)) {
      return new AttemptEnd(
          Verdict.REJECTED,
          new StreamException(
              Reason.CREDENTIALS_REFUSED, "HTTP 407 from the proxy to " + at, 407, e),
          0);
    }
    if (why(e).startsWith(PROXY_REFUSED_TUNNEL)
        || e instanceof ConnectException
        || isProxyDown(e)
        || e instanceof NoRouteToHostException
        || e instanceof SocketTimeoutException
        || e instanceof SSLException) {
      return AttemptEnd.of(
          Verdict.UNREACHABLE, Reason.UNREACHABLE, "cannot reach " + at + ": " + why(e), e);
    }
    if (why(e).startsWith("Received HTTP_PROXY_AUTH")) {
      // OkHttp does not hand out a 407 that comes from no proxy.
      return new AttemptEnd(
          Verdict.REJECTED,
          new StreamException(Reason.CREDENTIALS_REFUSED, "HTTP 407 from " + at, 407, e),
          0);
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
    if (Descriptors.ranOut(e)) {
      return noDescriptor(e, Redaction.url(url));
    }
    if (e instanceof SecurityException) {
      return AttemptEnd.of(
          Verdict.REJECTED,
          Reason.NOT_PERMITTED,
          "not permitted: " + Redaction.url(url) + ": " + why(e),
          e);
    }
    return AttemptEnd.of(
        Verdict.LOST,
        Reason.CONNECTION_LOST,
        "unexpected failure at " + Redaction.url(url) + ": " + OneLine.of(e),
        e);
  }

  /** It says nothing about the server or the way to it, so nothing is held against them. */
  private static AttemptEnd noDescriptor(Throwable e, String at) {
    return AttemptEnd.of(
        Verdict.UNREACHABLE,
        Reason.RESOURCES,
        "no file descriptor left for a connection (raise the limit, ulimit -n): "
            + at
            + ": "
            + why(e),
        e);
  }

  private static boolean isCertificateError(Throwable e) {
    if (e instanceof SSLPeerUnverifiedException) {
      return true;
    }
    if (e instanceof SSLException && ALERT_ON_OUR_CERTIFICATE.matcher(why(e)).find()) {
      return true;
    }
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof CertificateException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Java says of certificates out of date no more than that a path's "validity check failed". */
  private static String whyNotAccepted(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertificateExpiredException) {
        return "it has expired: " + why(t);
      }
      if (t instanceof CertificateNotYetValidException) {
        return "it is not valid yet: " + why(t);
      }
    }
    return why(e);
  }

  /** A SOCKS proxy is dialled by the platform, which has a plain SocketException for all of it. */
  private static boolean isProxyDown(IOException e) {
    return e instanceof SocketException
        && (why(e).startsWith("Connection refused") || why(e).contains("SOCKS"));
  }

  private static boolean isNotHttp(IOException e) {
    return isMalformed(e) || isHeaderLimit(e) || isHeaderLimit(e.getCause());
  }

  /**
   * OkHttp reads at most 256 KiB of headers, then complains as if the connection had ended in the
   * middle of a line: {@code \n not found: limit=L content=HEX…}, with 32 bytes of what it has. It
   * had more than it may read if there are more than L of them, or if L is no line's length.
   */
  private static boolean isHeaderLimit(@Nullable Throwable e) {
    if (!(e instanceof EOFException) || e.getMessage() == null) {
      return false;
    }
    Matcher line = LINE_WITHOUT_END.matcher(e.getMessage());
    if (!line.find()) {
      return false;
    }
    int limit = Integer.parseInt(line.group(1));
    return line.group(2).length() / 2 > limit || limit > LONGEST_HEADER_LINE;
  }

  /** OkHttp has the same exception for a body that breaks off; that one is no malformed body. */
  private static boolean isMalformed(IOException e) {
    return e instanceof ProtocolException && !why(e).startsWith("unexpected end of stream");
  }

  /** What the exception says, on one line and without what only a machine can read. */
  private static String why(Throwable e) {
    return OneLine.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }
}
