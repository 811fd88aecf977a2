package dev.holdfast;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one message of a {@link Channel}. It is decided once, and stays so. All methods
 * are safe for use from any thread.
 */
public interface Receipt {

  /**
   * Returns the message's ID, unique among all messages: the {@code ref} of a WebSocket message and
   * the {@code Idempotency-Key} of a POST, the same in every repetition.
   */
  String id();

  /** Returns what has become of the message so far. */
  State state();

  /** Returns whether that is final. */
  default boolean isDone() {
    return state().isFinal();
  }

  /**
   * Returns why a message was {@link State#REJECTED}, or its fate is {@link State#UNKNOWN};
   * otherwise null.
   */
  @Nullable StreamException cause();

  /**
   * Waits until the message's fate is decided, but no longer than a time.
   *
   * @param timeout how long to wait at the most; zero or less only looks
   * @return whether it is decided
   * @throws InterruptedException if the waiting thread is interrupted; the message goes on
   * @throws IllegalStateException in a callback of the channel's listener, which acknowledgements
   *     wait for
   */
  boolean await(Duration timeout) throws InterruptedException;

  /**
   * Has an action told once the message's fate is decided: on a thread of the client's reader
   * executor, one such action of a channel after the other; at once and on the calling thread if
   * the others have been told already. What it throws is lost. Actions may block and may send; the
   * channel's socket does not wait for them, but the actions after it do.
   *
   * @return this receipt
   */
  Receipt onDone(Consumer<? super Receipt> action);

  /** As {@link #onDone}, as a stage, which never fails. */
  CompletionStage<Receipt> completion();

  /** What becomes of a message. */
  enum State {
    /** It waits for its turn, or for a connection. */
    QUEUED(false),
    /** It is on its way, perhaps not for the first time; the server has not said that it has it. */
    SENT(false),
    /** The server has said that it has the message. The one state that says so. */
    ACKNOWLEDGED(true),
    /**
     * It is in the queue of a WebSocket whose server acknowledges nothing. Nobody can tell whether
     * it arrives.
     */
    HANDED_OFF(true),
    /**
     * It is not delivered, and will not be: the server refused it for good, or the channel ended
     * before it was sent.
     */
    REJECTED(true),
    /**
     * It was sent, and the channel or its connection ended before the server said anything; or what
     * was to repeat it did not get through to the server.
     */
    UNKNOWN(true);

    private final boolean isFinal;

    State(boolean isFinal) {
      this.isFinal = isFinal;
    }

    /** Returns whether a message in this state stays in it. */
    public boolean isFinal() {
      return isFinal;
    }
  }
}
