package dev.holdfast;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a request says of its listener: what it hears of, with whom, and what follows when it fails.
 *
 * @param <B> the builder
 */
abstract class ListenerSettings<B> extends ConnectionSettings<B> {
  ListenerSettings(StreamSettings settings) {
    super(settings);
  }

  /**
   * Sets what follows when the listener throws; {@link ListenerFailurePolicy#skip()} by default.
   */
  public B listenerFailures(ListenerFailurePolicy listenerFailures) {
    settings.listenerFailures = Objects.requireNonNull(listenerFailures, "listenerFailures");
    return self();
  }

  /**
   * Sets on which threads the listener is called, how much may wait for it, and when an event
   * counts as processed; {@link DeliverySettings#inline()} by default.
   */
  public B delivery(DeliverySettings delivery) {
    settings.delivery = Objects.requireNonNull(delivery, "delivery");
    return self();
  }

  /**
   * Sets which events the listener hears of. Others come from the server all the same, and count as
   * processed: {@link Subscription#lastEventId()} moves past them in their turn.
   *
   * @param types {@linkplain StreamEvent#type() types}, compared to the letter; {@code message} is
   *     that of events whose server named none. None at all, the default, means every event.
   */
  public B eventTypes(String... types) {
    Set<String> copy = new LinkedHashSet<>(Arrays.asList(types));
    copy.forEach(type -> Objects.requireNonNull(type, "type"));
    settings.eventTypes = Collections.unmodifiableSet(copy);
    return self();
  }

  /**
   * Has this subscription share one stream with all of the same client whose requests say so too,
   * and are equal in all but {@link #eventTypes}, {@link #delivery} and the starting position: the
   * first opens it, and when the last is cancelled it ends. Off by default.
   *
   * <p>Who joins a stream that runs hears of what comes from then on, and of the present state at
   * once: {@link StreamListener#onStateChange}, and {@link StreamListener#onOpen} where there is a
   * connection. Its {@link Subscription#lastEventId()} begins at the stream's position. A request
   * with a {@linkplain StreamRequest.Builder#lastEventId starting position} joins only where the
   * stream is just there; elsewhere it would miss events, and gets a connection of its own that
   * nobody joins.
   *
   * <p>Each has its own processed position and event types, and ends alone: by {@link
   * Subscription#cancel()}, or by its failing listener where {@link #listenerFailures} says so.
   * Gaps, retries and the end of the stream are told to all; {@link Subscription#reconnectNow()}
   * and {@link Subscription#diagnostics()} concern the one stream. Once that is over, the next
   * equal request opens another.
   *
   * <p>Callbacks of all that share a stream come one at a time, the earliest subscriber first: a
   * slow listener holds up the others. One with an executor of its own does so only while its
   * buffer is full, and its policy blocks. {@link Subscription#awaitClosed()} fails in a callback
   * of any of them.
   *
   * <p>Channels are not shared: {@link StreamClient#open} refuses such a request.
   */
  public B share() {
    return share(true);
  }

  /** Sets whether to {@linkplain #share() share}; false by default. */
  public B share(boolean share) {
    settings.share = share;
    return self();
  }
}
