package dev.holdfast.internal.transport;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * Hears what an attempt does, from the attempt's reader thread, in order. {@link #ended} comes last
 * and once, also after {@link Attempt#cancel}.
 */
public interface AttemptSink {
  /** The app is asked for credentials: the attempt starts later, by {@link #letIn}. */
  default void asksApp() {}

  /** The app has said what to authenticate with. */
  default void granted(Grant grant) {}

  /** Too many streams want to connect there, or it is away: the attempt starts later. */
  default void gated() {}

  /**
   * Its turn has come: it is to {@link Attempt#begin}. From a thread that must not run callbacks of
   * the app.
   */
  default void letIn() {}

  /** The attempt has a thread, and goes to the network. */
  default void begun() {}

  /** The attempt has a connection, and its request is being sent. */
  void sent();

  /**
   * The server accepted the request.
   *
   * @param cursorWithheld whether a redirect led to another origin, where the cursor was not sent
   */
  void opened(ConnectionInfo connection, boolean cursorWithheld);

  /**
   * Something came from the network just now, rather than from a buffer that a slow app leaves
   * full. On whatever thread reads there; must not block.
   */
  default void received() {}

  /** The first complete line of the body is in: the transport carries data here. */
  void proven();

  /** An event. Returns once it is delivered or dropped, so that a slow app slows the reader. */
  void event(StreamEvent event);

  /** The stream's position moved without an event; null means that it was reset. */
  void cursor(@Nullable String lastEventId);

  /**
   * What follows answers a further request of the same attempt, which continued from this position;
   * null if it named none.
   */
  void asked(@Nullable String cursor);

  /**
   * A further request of the same attempt broke before its answer, as an idle connection does that
   * its server closes: whether it may be repeated at once.
   */
  default boolean mayAskAgain() {
    return true;
  }

  /** The server says that events between these positions are lost; null where it does not say. */
  void gap(@Nullable String from, @Nullable String to);

  /**
   * The server says that it does not continue from the position that it was asked for, but from
   * another, where it names one: events may be lost, or none.
   */
  void notResumed(@Nullable String from, @Nullable String to);

  /** The server says that what follows continues from the position that it was asked for. */
  void resumed();

  /** A comment came, after the connection had been idle for so long. */
  void comment(long idleNanos);

  /** Hears what becomes of messages that the attempt sends. */
  default UplinkSink uplink() {
    return UplinkSink.NONE;
  }

  /** The server asks for this reconnection time. */
  void retryHint(long millis);

  /** The attempt is over, and holds neither a thread nor a socket any more. */
  void ended(AttemptEnd end);

  /**
   * As {@link #ended}, from a thread that must not run callbacks of the app: the attempt's reader
   * is stuck, or there was none to be had.
   */
  void abandoned(AttemptEnd end);
}
