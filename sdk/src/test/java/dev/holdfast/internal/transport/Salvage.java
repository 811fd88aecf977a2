package dev.holdfast.internal.transport;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.dialect.PollAnswer;
import org.jspecify.annotations.Nullable;

/** Lets simulations of other packages hand on an answer that an attempt of another kind found. */
public final class Salvage {
  private Salvage() {}

  public static AttemptEnd with(AttemptEnd end, ConnectionInfo connection) {
    return end.with(new PolledResponse(connection, PollAnswer.builder().build(), false));
  }

  /** What is found again in the attempt that begins with the answer. */
  public static @Nullable Object of(AttemptEnd end) {
    return end.pollAnswer();
  }

  public static @Nullable Object from(AttemptSpec spec) {
    return spec.firstAnswer();
  }
}
