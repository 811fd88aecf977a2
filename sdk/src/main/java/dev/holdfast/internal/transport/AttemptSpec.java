package dev.holdfast.internal.transport;

import dev.holdfast.StreamRequest;
import org.jspecify.annotations.Nullable;

/** What one attempt is to open. Immutable. */
public final class AttemptSpec {
  private final StreamRequest request;
  private final int number;
  private final @Nullable String cursor;
  private final boolean fresh;
  private final boolean besideEventStream;
  private final @Nullable PolledResponse firstAnswer;

  public AttemptSpec(StreamRequest request, int number, @Nullable String cursor, boolean fresh) {
    this(request, number, cursor, fresh, false, null);
  }

  private AttemptSpec(
      StreamRequest request,
      int number,
      @Nullable String cursor,
      boolean fresh,
      boolean besideEventStream,
      @Nullable PolledResponse firstAnswer) {
    this.request = request;
    this.number = number;
    this.cursor = cursor;
    this.fresh = fresh;
    this.besideEventStream = besideEventStream;
    this.firstAnswer = firstAnswer;
  }

  /** The same, to begin with the answer that an ended attempt found in place of its own. */
  public AttemptSpec after(AttemptEnd end) {
    return new AttemptSpec(request, number, cursor, fresh, besideEventStream, end.pollAnswer());
  }

  /** The same, from another position, and on a connection of its own if that is needed by now. */
  public AttemptSpec from(@Nullable String position, boolean doubtful) {
    return new AttemptSpec(
        request, number, position, fresh || doubtful, besideEventStream, firstAnswer);
  }

  /** The same, of a poll that looks after an event stream, which it may have to do for long. */
  public AttemptSpec besideEventStream() {
    return new AttemptSpec(request, number, cursor, fresh, true, firstAnswer);
  }

  /** Whether the poll only looks after an event stream that has shown nothing. */
  boolean isBesideEventStream() {
    return besideEventStream;
  }

  public StreamRequest request() {
    return request;
  }

  /** The number of the attempt within its stream, from 1. */
  public int number() {
    return number;
  }

  /** The position to ask for, or null to name none. */
  public @Nullable String cursor() {
    return cursor;
  }

  /** Whether connections that were there before are in doubt, so that it needs one of its own. */
  public boolean fresh() {
    return fresh;
  }

  /** The answer that a poll loop begins with, before it asks itself; null for none. */
  @Nullable PolledResponse firstAnswer() {
    return firstAnswer;
  }
}
