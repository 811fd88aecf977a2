package dev.holdfast;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The app's handle on a stream. All methods may be called from any thread. */
public interface Subscription {

  /** Returns the request that opened this stream. */
  StreamRequest request();

  /** Returns the current state. It may have changed by the time the caller looks at it. */
  ConnectionState state();

  /**
   * Returns the position after the last event that the listener has processed, or the request's own
   * {@linkplain StreamRequest#lastEventId() starting position}, or that of its cursor store once it
   * is loaded, before that; null where there is none. Store it, and a new stream continues from
   * there.
   */
  @Nullable String lastEventId();

  /** Returns why the stream closed; null while it has not, and where nothing went wrong. */
  @Nullable StreamException closeCause();

  /** Returns what the stream has tried, and why it is where it is: a snapshot. */
  Diagnostics diagnostics();

  /**
   * Skips the wait of a stream that is {@link ConnectionState#WAITING}, unless it is paused or
   * there is no network; in any other state this does nothing. Where other streams wait for the
   * same origin, this one is the next.
   */
  void reconnectNow();

  /**
   * Closes the connection, and opens none until {@link #resume}: for an app that nobody looks at.
   * The stream is {@link ConnectionState#WAITING} meanwhile; its position, what waits to be sent
   * and its listener stay. Returns promptly, without network on the calling thread, and does
   * nothing the second time, nor once the stream is closed. What had arrived by then is still
   * delivered; a message that is on its way by POST comes to its end. Connections that the client
   * keeps for reuse are closed a second later, those of its other streams too. Where there is a
   * {@linkplain StreamRequest.Builder#cursorStore cursor store}, the position is saved, however the
   * request wants it saved else: a process that nobody looks at may end unasked.
   *
   * <p>A {@linkplain StreamRequest.Builder#share() shared} stream is paused while all that share it
   * are; until then events come to each of them.
   */
  void pause();

  /**
   * Opens a connection again after {@link #pause}, from the position that the stream had reached:
   * what the server kept for it meanwhile comes now, and what it did not keep is told as a {@link
   * Gap}, as after any other outage. Always a new connection, at once: a wait for a retry that the
   * pause cut short is not taken up again. Does nothing for a stream that is not paused.
   */
  void resume();

  /**
   * Ends the stream, or leaves a {@linkplain StreamRequest.Builder#share() shared} one, which the
   * last to leave ends. Returns promptly, whatever the stream is doing, and does nothing the second
   * time. No callback starts after it has returned; one that is running, or just being started,
   * goes on to its end. Where there is a {@linkplain StreamRequest.Builder#cursorStore cursor
   * store}, the position is saved for the last time after that, on a reader thread.
   */
  void cancel();

  /**
   * Waits until the stream is over: cancelled, or closed with its last callback done. Where there
   * is a cursor store, this waits for the last save as well, and for a callback that still runs
   * when the stream is cancelled. Where the listener is called on an {@linkplain
   * DeliverySettings#on executor} that runs nothing, a stream that closes by itself is not over
   * before it is cancelled.
   *
   * @throws InterruptedException if the waiting thread is interrupted; the stream goes on
   * @throws IllegalStateException in a callback of this stream, which would wait for itself
   */
  void awaitClosed() throws InterruptedException;

  /**
   * Waits until the stream is over, as {@link #awaitClosed()} does, but no longer than a time.
   *
   * @param timeout how long to wait at the most; zero or less only looks
   * @return whether the stream is over
   * @throws InterruptedException if the waiting thread is interrupted; the stream goes on
   * @throws IllegalStateException in a callback of this stream, which would wait for itself
   */
  boolean awaitClosed(Duration timeout) throws InterruptedException;
}
