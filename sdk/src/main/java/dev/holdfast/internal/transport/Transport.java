package dev.holdfast.internal.transport;

/** A way to carry events. */
public interface Transport {
  /**
   * Starts an attempt and returns at once; the sink may hear of it before this returns, on another
   * thread.
   *
   * @throws RuntimeException if there is no thread to read on, as {@link
   *     java.util.concurrent.RejectedExecutionException}; the sink hears nothing then
   */
  Attempt open(AttemptSpec spec, AttemptSink sink);
}
