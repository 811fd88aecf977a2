package dev.holdfast.internal.transport;

import dev.holdfast.dialect.OutgoingMessage;
import java.util.function.Consumer;

/** Sends messages by requests of their own. */
public interface Poster {
  /** One request. */
  interface Posting {
    /** Frees its socket. Prompt, idempotent, from any thread. */
    void cancel();
  }

  /**
   * Sends a message.
   *
   * @param fresh whether connections that were there before are in doubt
   * @param onEnd is told once what came of it, also after a cancel; on whatever thread
   * @throws RuntimeException if there is no thread; {@code onEnd} hears nothing then
   */
  Posting post(OutgoingMessage message, boolean fresh, Consumer<PostEnd> onEnd);
}
