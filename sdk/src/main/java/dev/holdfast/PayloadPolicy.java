package dev.holdfast;

/**
 * What follows when an event's payload cannot be used: it is no JSON, not what the listener asks
 * for, or against its schema. An event is not offered again then, as it would fail again; {@link
 * ListenerFailurePolicy} is for a listener that throws for reasons of its own.
 */
public enum PayloadPolicy {
  /**
   * The failure is logged and told by {@link StreamListener#onEventFailed}; the event counts as
   * processed, and the stream goes on. The default.
   */
  REPORT,
  /** As {@link #REPORT}, but nobody is told. */
  SKIP,
  /**
   * The stream closes with {@link StreamException.Reason#INVALID_PAYLOAD}. The event stays
   * unprocessed, so a new stream from {@link Subscription#lastEventId()} begins with it.
   */
  CLOSE
}
