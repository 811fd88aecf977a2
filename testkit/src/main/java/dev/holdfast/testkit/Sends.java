package dev.holdfast.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The messages that clients send to a stream, by WebSockets and by POSTs with an {@code
 * Idempotency-Key}: each ID is accepted once, in whatever way and however often it comes.
 *
 * <p>Thread-safe. It outlives connections and restarts.
 */
public final class Sends {
  private final String path;

  // All guarded by this.
  private final List<SentMessage> accepted = new ArrayList<>();
  private final List<SentMessage> deliveries = new ArrayList<>();
  private final Map<String, Integer> deliveriesOf = new HashMap<>();
  private final Set<String> acceptedIds = new HashSet<>();
  private final List<Runnable> held = new ArrayList<>();
  private Function<? super SentMessage, Reply> replies = message -> Reply.ack();

  private Consumer<? super SentMessage> onAccepted = message -> {};

  Sends(String path) {
    this.path = path;
  }

  /**
   * What clients hear of each delivery, repetitions included; {@link Reply#ack()} by default. A
   * repetition of an accepted message stays accepted whatever is said. The function is called on
   * connections' threads, for several messages at once, and must not stop the server. A raw
   * WebSocket hears nothing, and its messages are accepted, though the function is not asked.
   */
  public synchronized Sends replies(Function<? super SentMessage, Reply> function) {
    replies = function;
    return this;
  }

  /**
   * Is told of each message when it is accepted, once, before it is acknowledged: to publish it, as
   * a chat does. Called on connections' threads, for several messages at once, those of one client
   * in order; it must not stop the server.
   */
  public synchronized Sends onAccepted(Consumer<? super SentMessage> action) {
    onAccepted = action;
    return this;
  }

  /** The accepted messages, each once, in the order in which they were accepted. */
  public synchronized List<SentMessage> messages() {
    return new ArrayList<>(accepted);
  }

  /** All that came, repetitions and refused messages included, in order. */
  public synchronized List<SentMessage> deliveries() {
    return new ArrayList<>(deliveries);
  }

  /**
   * Waits until {@code count} messages or more are accepted, and returns them all.
   *
   * @throws AssertionError if that does not happen within {@code timeout}
   */
  public synchronized List<SentMessage> awaitMessages(int count, Duration timeout)
      throws InterruptedException {
    await(accepted, count, timeout, "accepted messages");
    return messages();
  }

  /**
   * Waits until {@code count} deliveries or more have come, and returns them all.
   *
   * @throws AssertionError if that does not happen within {@code timeout}
   */
  public synchronized List<SentMessage> awaitDeliveries(int count, Duration timeout)
      throws InterruptedException {
    await(deliveries, count, timeout, "deliveries");
    return deliveries();
  }

  /**
   * Waits until {@code count} acknowledgements or more are {@linkplain Reply#held held}.
   *
   * @throws AssertionError if that does not happen within {@code timeout}
   */
  public synchronized void awaitHeld(int count, Duration timeout) throws InterruptedException {
    await(held, count, timeout, "held acknowledgements");
  }

  private void await(List<?> what, int count, Duration timeout, String name)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (what.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(
            path + " has " + name + ": " + what + " after " + timeout + ", not " + count);
      }
      wait(left);
    }
  }

  /** Sends the acknowledgements that are held, in order; those of closed connections are lost. */
  public void release() {
    takeHeld(false).forEach(Runnable::run);
  }

  /** As {@link #release}, the last first. */
  public void releaseReversed() {
    takeHeld(true).forEach(Runnable::run);
  }

  private synchronized List<Runnable> takeHeld(boolean reversed) {
    List<Runnable> all = new ArrayList<>(held);
    held.clear();
    if (reversed) {
      Collections.reverse(all);
    }
    return all;
  }

  synchronized void hold(Runnable acknowledge) {
    held.add(acknowledge);
    notifyAll();
  }

  /** What fits a header, as it must to come by POST. */
  private static boolean isRef(String id) {
    return id.matches("[\\x21-\\x7e]{1,256}");
  }

  /** Takes in a message and returns what its sender is to hear; without an ID that is nothing. */
  Reply deliver(@Nullable String id, @Nullable String type, Payload data, Served by) {
    SentMessage message;
    Function<? super SentMessage, Reply> function;
    synchronized (this) {
      int delivery = id == null ? 1 : deliveriesOf.merge(id, 1, Integer::sum);
      message = new SentMessage(id, type, data, by, delivery);
      function = replies;
    }
    Reply reply =
        id == null
            ? Reply.none()
            : isRef(id) ? function.apply(message) : Reply.nack("no such ref", false);
    boolean isNew;
    Consumer<? super SentMessage> action;
    synchronized (this) {
      deliveries.add(message);
      isNew = reply.refusal == null && (id == null || acceptedIds.add(id));
      if (isNew) {
        accepted.add(message);
      }
      action = onAccepted;
      notifyAll();
    }
    if (isNew) {
      action.accept(message);
    }
    return reply;
  }
}
