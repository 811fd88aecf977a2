package dev.holdfast;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose events the app asks for, one after the other, as {@link StreamClient#stream}
 * returns it. For one thread at a time; {@link #close} may be called from any.
 *
 * <pre>{@code
 * try (EventIterator prices = client.stream(StreamRequest.of("https://example.com/prices"))) {
 *   while (prices.hasNext()) {
 *     show(prices.next().data());
 *   }
 * }
 * }</pre>
 *
 * <p>Nothing is read ahead: while the app has an event, the stream reads no further than its socket
 * and its transport do by themselves, as with a listener that takes its time.
 *
 * <p>An event counts as processed, so that {@link Subscription#lastEventId} moves past it, when the
 * app asks for the next one, or {@linkplain StreamEvent#ack() acknowledges} it. One that is neither
 * when the iterator is closed comes again in a stream that continues from there.
 */
public interface EventIterator extends Iterator<StreamEvent>, AutoCloseable {

  /**
   * Waits for the next event.
   *
   * @return false if there is none, as the server ended the stream, or this was closed
   * @throws StreamException if the stream is over because something went wrong; again at each call
   * @throws java.io.UncheckedIOException if the waiting thread is interrupted, with an {@link
   *     java.io.InterruptedIOException}; its flag is set, and the stream goes on
   */
  @Override
  boolean hasNext();

  /**
   * Waits for the next event, and returns it.
   *
   * @throws java.util.NoSuchElementException where {@link #hasNext} returns false
   * @throws StreamException as {@link #hasNext} does; and that {@code UncheckedIOException}
   */
  @Override
  StreamEvent next();

  /**
   * Waits for the next event, but no longer than a time.
   *
   * @param timeout how long to wait at the most; zero or less only looks
   * @return the event; null if none came in that time, or the stream has ended in good order
   * @throws StreamException if the stream is over because something went wrong
   * @throws InterruptedException if the waiting thread is interrupted; the stream goes on
   */
  @Nullable StreamEvent next(Duration timeout) throws InterruptedException;

  /**
   * Returns what was lost, or may have been, between the event that {@code next} returned last and
   * the one before it, or the beginning; once the stream is over, after that event.
   */
  List<Gap> gaps();

  /** Returns the stream: its state, position and diagnostics. To end it, close this. */
  Subscription subscription();

  /**
   * Returns the events that are yet to come. Closing that closes this. Not to be used in parallel.
   */
  Stream<StreamEvent> asStream();

  /**
   * Ends the stream; a thread that waits in here returns as at its end. Returns promptly, from any
   * thread, and does nothing the second time.
   */
  @Override
  void close();
}
