package dev.holdfast.internal.transport;

import dev.holdfast.StreamRequest;
import org.jspecify.annotations.Nullable;

/** What one attempt is to open. Immutable. */
public final class AttemptSpec {
  private final StreamRequest request;
  private final int number;
  private final @Nullable String cursor;
  private final boolean fresh;

  public AttemptSpec(StreamRequest request, int number, @Nullable String cursor, boolean fresh) {
    this.request = request;
    this.number = number;
    this.cursor = cursor;
    this.fresh = fresh;
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
}
