package dev.holdfast;

import java.time.Duration;
import okio.ByteString;

/**
 * The app's handle on a stream that talks both ways. All methods are safe for use from any thread.
 *
 * <p>A message goes by WebSocket where the channel has one, otherwise by HTTP POST. It waits in an
 * outbox, in the order in which {@code send} returned, until the server has said that it has it; it
 * is sent again, with the same ID, after a connection is lost. So it arrives at least once, and
 * exactly once where the server goes by the ID. {@link SendSettings} has the bounds.
 */
public interface Channel extends Subscription {

  /**
   * Sends a text: as a JSON string by {@code holdfast.v1}, as {@code text/plain} by POST, as it is
   * by a raw WebSocket. Returns at once, unless the outbox is full and {@linkplain
   * SendSettings.FullPolicy#BLOCK set to block}.
   *
   * @param text the message; what is no valid UTF-16 in it arrives as {@code ?}
   * @return what becomes of it
   * @throws StreamException with {@link StreamException.Reason#OUTBOX_FULL} or {@link
   *     StreamException.Reason#CHANNEL_CLOSED}; the message is not sent then
   */
  Receipt send(String text);

  /**
   * Sends bytes: in Base64 by {@code holdfast.v1}, as {@code application/octet-stream} by POST, as
   * a binary message by a raw WebSocket; otherwise as {@link #send(String)}.
   */
  Receipt send(ByteString bytes);

  /**
   * Sends an object as JSON, by Jackson's {@code ObjectMapper}, {@link SendSettings.Builder#mapper}
   * or one with default settings; otherwise as {@link #send(String)}. A {@code String} or {@code
   * ByteString} is sent as by the methods for those.
   *
   * @throws IllegalArgumentException if Jackson cannot write it
   */
  Receipt send(Object message);

  /**
   * Waits until the fate of every message sent before this call is decided, for better or worse,
   * but no longer than a time.
   *
   * @param timeout how long to wait at the most; zero or less only looks
   * @return whether all are decided
   * @throws InterruptedException if the waiting thread is interrupted
   * @throws IllegalStateException in a callback of the channel's listener, which acknowledgements
   *     wait for
   */
  boolean flush(Duration timeout) throws InterruptedException;

  /** Returns how many messages have no final state yet. */
  int queued();

  /**
   * Takes no further messages, and {@linkplain #cancel() cancels} the channel once the fate of all
   * is decided, or after a time; until then it receives as before. Returns at once; {@link
   * #awaitClosed()} waits for it. Whatever is left then has its final state: {@link
   * Receipt.State#UNKNOWN} if it was sent, {@link Receipt.State#REJECTED} if it never was, as after
   * {@code cancel()}.
   *
   * @param drain how long that may take at the most; zero or less cancels at once. Of several calls
   *     the one whose time is over first counts
   */
  void close(Duration drain);
}
