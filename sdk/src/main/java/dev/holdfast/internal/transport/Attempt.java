package dev.holdfast.internal.transport;

/** One session of a transport. It is opened once, and never again. */
public interface Attempt {
  /** Frees its socket and lets its reader end. Prompt, idempotent, from any thread. */
  void cancel();
}
