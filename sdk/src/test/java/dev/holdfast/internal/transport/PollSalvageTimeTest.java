package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.LongPoll;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import java.io.IOException;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody asked for it to be held: an answer that dawdles is none. */
@Timeout(60)
class PollSalvageTimeTest {
  @Test
  void tenSecondsAreEnough() throws Exception {
    PollWorld polls = new PollWorld();
    Call[] call = new Call[1];
    long[] cancelledAt = {0};
    LineDialect dawdling =
        new LineDialect() {
          @Override
          public PollAnswer read(PollResponse response) throws IOException {
            polls.world.runUntil(call[0]::isCanceled, 60_000);
            cancelledAt[0] = polls.world.millis();
            throw new IOException("Canceled");
          }
        };
    polls.then(
        chain -> {
          call[0] = chain.call();
          return PollWorld.response(chain, 200, "1|x");
        });
    AttemptSpec spec =
        new AttemptSpec(
            PollWorld.request(UnaryOperator.identity())
                .transports(TransportType.values())
                .longPoll(LongPoll.builder().dialect(dawdling).build())
                .build(),
            1,
            null,
            false);
    new SseTransport(polls.clients, 0, polls.world.environment()).open(spec, polls.sink);
    polls.world.run(60_000);
    assertThat(cancelledAt[0]).isBetween(10_000L, 10_010L);
    assertThat(polls.sink.expectEnd().isPollAnswer()).isFalse();
    assertThat(polls.world.pending()).isZero();
  }
}
