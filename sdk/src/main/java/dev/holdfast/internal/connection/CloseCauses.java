package dev.holdfast.internal.connection;

import dev.holdfast.EventDecodingException;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.OneLine;

/** Why a subscription closes by itself: for what its app did, or could not do. */
public final class CloseCauses {
  private CloseCauses() {}

  /** The cause of a stream that closes as its listener failed at an event, or its payload did. */
  public static StreamException listenerFailure(StreamEvent event, Throwable failure) {
    if (failure instanceof EventDecodingException
        && ((EventDecodingException) failure).policy() != null) {
      return new StreamException(
          StreamException.Reason.INVALID_PAYLOAD, String.valueOf(failure.getMessage()), failure);
    }
    return new StreamException(
        StreamException.Reason.LISTENER_FAILED,
        "the listener failed at " + event + ": " + OneLine.of(failure),
        failure);
  }

  /** The cause of a stream that closes as there was no room for an event. */
  public static StreamException overflow(StreamRequest request, StreamEvent event) {
    return new StreamException(
        StreamException.Reason.OVERFLOW,
        "the listener is too slow: no room for " + event + " with " + request.delivery(),
        null);
  }

  /** The cause of a stream that closes as there is nowhere to call its listener. */
  public static StreamException executorRejection(Throwable refusal) {
    return new StreamException(
        StreamException.Reason.EXECUTOR_REJECTED,
        "the executor that the listener is to be called on takes no task: " + OneLine.of(refusal),
        refusal);
  }
}
