package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.BeforeEach;

/** Poll loops in simulated time. */
abstract class PollLoops {
  final PollWorld polls = new PollWorld();
  final RecordingSink sink = polls.sink;

  long endedAt;

  @BeforeEach
  void tellTheTime() {
    sink.onEnd(() -> endedAt = polls.world.millis());
  }

  void end(AttemptEnd end, Verdict verdict, Reason reason, String message) {
    assertThat(end.verdict()).isEqualTo(verdict);
    assertThat(end.cause().reason()).isEqualTo(reason);
    assertThat(end.cause().getMessage()).contains(message).doesNotContain("SECRET");
  }

  void nothingIsLeft() {
    sink.expectNothing();
    polls.world.run(100);
    assertThat(polls.world.pending()).isZero();
  }

  static okhttp3.Response reset(okhttp3.Interceptor.Chain chain) throws IOException {
    throw new SocketException("Connection reset");
  }
}
