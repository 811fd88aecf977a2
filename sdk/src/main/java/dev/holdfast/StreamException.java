package dev.holdfast;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended, or why a stream closed. The message is one line for people; it never
 * holds credentials or the values of a URL's query.
 */
public final class StreamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String message;
  private final int statusCode;

  /** Not serialised: null on the other side. */
  private final transient @Nullable ConnectionInfo response;

  /**
   * Creates an exception.
   *
   * @param reason what kind of failure it is
   * @param message one line, free of secrets
   * @param statusCode the HTTP status of the response, or 0 where there was none
   * @param cause the underlying failure, or null
   */
  public StreamException(Reason reason, String message, int statusCode, @Nullable Throwable cause) {
    this(reason, message, statusCode, null, cause);
  }

  /**
   * Creates an exception that an HTTP response belongs to.
   *
   * @param reason what kind of failure it is
   * @param message one line, free of secrets
   * @param response the response that failed
   * @param cause the underlying failure, or null
   */
  public StreamException(
      Reason reason, String message, ConnectionInfo response, @Nullable Throwable cause) {
    this(reason, message, response.statusCode(), response, cause);
  }

  private StreamException(
      Reason reason,
      String message,
      int statusCode,
      @Nullable ConnectionInfo response,
      @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.message = Objects.requireNonNull(message, "message");
    this.statusCode = statusCode;
    this.response = response;
  }

  /**
   * Creates an exception that no HTTP response belongs to.
   *
   * @param reason what kind of failure it is
   * @param message one line, free of secrets
   * @param cause the underlying failure, or null
   */
  public StreamException(Reason reason, String message, @Nullable Throwable cause) {
    this(reason, message, 0, cause);
  }

  /** Returns what happened, on one line. */
  @Override
  public String getMessage() {
    return message;
  }

  /** Returns what kind of failure this is. */
  public Reason reason() {
    return reason;
  }

  /** Returns the HTTP status of the response that failed, or 0 where there was no response. */
  public int statusCode() {
    return statusCode;
  }

  /**
   * Returns the response that was refused: its status and headers. Null where no response failed,
   * and where only its status is known, as of a proxy's 407.
   */
  public @Nullable ConnectionInfo response() {
    return response;
  }

  /** The kinds of failure. New ones may be added: give a {@code switch} a default. */
  public enum Reason {
    /** The server could not be reached: name look-up, connect, or a handshake that was cut. */
    UNREACHABLE,
    /** No response headers came in time, for whatever of look-up, connect and server. */
    TIMEOUT,
    /**
     * The platform or the app's settings forbid the connection, as Android does clear text and apps
     * without the INTERNET permission.
     */
    NOT_PERMITTED,
    /** TLS failed for a reason that a retry will not mend, such as an untrusted certificate. */
    TLS,
    /** The connection broke, before or after the response had begun. */
    CONNECTION_LOST,
    /** The server ended the response in good order. */
    RESPONSE_ENDED,
    /** The server answered with a status that carries no stream. */
    HTTP_STATUS,
    /** The server or a proxy refused the credentials (401, 403, 407). */
    CREDENTIALS_REFUSED,
    /**
     * The app's {@link CredentialsProvider} threw, returned null, or did not answer within 60 s.
     * The stream tries again.
     */
    CREDENTIALS_UNAVAILABLE,
    /** The response is neither an event stream nor an answer to a poll, as its transport needs. */
    CONTENT_TYPE,
    /** A redirect that is not followed: too many, without a target, or to an unsafe one. */
    REDIRECT,
    /** The server does not speak the protocol: not HTTP, or a malformed body. */
    PROTOCOL,
    /** A line of the stream is longer than the bound. */
    LINE_TOO_LONG,
    /** An event's data is longer than the bound. */
    EVENT_TOO_LARGE,
    /**
     * This process had no thread or no file descriptor left for the connection ({@code ulimit -n}).
     * The stream tries again; neither the server nor a transport is blamed.
     */
    RESOURCES,
    /** The listener threw, and its policy closes the stream then. */
    LISTENER_FAILED,
    /** An event's payload could not be used, and {@link PayloadPolicy#CLOSE} is set for that. */
    INVALID_PAYLOAD,
    /** A bug in Holdfast; please report it, with the cause. */
    INTERNAL,
    /** Not a byte came for as long as {@link HeartbeatPolicy#fixed} allows. */
    SILENT,
    /** An event stream held back, or something on the way did, what polling brought. */
    MUTED,
    /** Every transport that the stream may use was refused; the message says how. */
    NO_TRANSPORT,
    /** The server closed a WebSocket with a code that the app's settings call fatal. */
    CLOSED_BY_SERVER,
    /**
     * Messages waited for the listener for so long that their WebSocket could not be kept alive;
     * the stream resumes once they are delivered.
     */
    LISTENER_BEHIND,
    /** The buffer was full, and the app's {@link OverflowPolicy} closes the stream then. */
    OVERFLOW,
    /** The executor that the listener is to be called on takes no task. */
    EXECUTOR_REJECTED,
    /** The app's dialect threw, or did not return in time. */
    DIALECT_FAILED,
    /** The messages that wait to be sent and acknowledged are as many as the settings allow. */
    OUTBOX_FULL,
    /** The channel was closed before the fate of a message was known, or before it was sent. */
    CHANNEL_CLOSED,
    /** The server does not take a message; its reason is in the message. */
    MESSAGE_REFUSED,
    /** The app's {@link CursorStore} did not tell the stream's position, or did not keep it. */
    CURSOR_STORE,
    /** A give-up limit of {@link Backoff} was reached; the cause is the last failure. */
    GAVE_UP
  }
}
