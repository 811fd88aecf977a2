package dev.holdfast.internal.transport;

import dev.holdfast.Credentials;
import dev.holdfast.TransportType;
import dev.holdfast.internal.loop.Timers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One question to the app for credentials, on a reader thread, and answered once. A thread that the
 * app does not give back is left to it, and never interrupted.
 */
final class Asking implements Runnable {
  /** How long the app may take. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  interface Answer {
    /** On the reader thread that asked. */
    void granted(Grant grant);

    /** On whatever thread: perhaps one that must not run callbacks of the app. */
    void unavailable(AttemptEnd end);
  }

  private final CredentialSource source;
  private final @Nullable TransportType transport;
  private final @Nullable Credentials refused;
  private final Answer answer;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Timers.Timer limit;

  /** Its time begins. */
  Asking(
      CredentialSource source,
      @Nullable TransportType transport,
      @Nullable Credentials refused,
      Answer answer) {
    this.source = source;
    this.transport = transport;
    this.refused = refused;
    this.answer = answer;
    this.limit = source.env.timers.schedule(PATIENCE_NANOS, this::tooLate);
  }

  @Override
  public void run() {
    try {
      Grant grant = source.ask(transport, refused);
      if (cancel()) {
        answer.granted(grant);
      }
    } catch (EndException e) {
      if (cancel()) {
        answer.unavailable(e.end());
      }
    }
  }

  private void tooLate() {
    if (cancel()) {
      answer.unavailable(source.tooLate(transport, PATIENCE_NANOS));
    }
  }

  /** Nobody waits for the answer any more. Returns whether it was still waited for. */
  boolean cancel() {
    limit.cancel();
    return over.compareAndSet(false, true);
  }
}
