package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.LongPoll;
import dev.holdfast.StreamRequest;
import dev.holdfast.dialect.LongPollDialect;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Somebody joins between the moment when the last one has left and the one when the stream is
 * cancelled: threads meet there once in many thousand times, a hook does each time.
 */
class SharingLeaveScriptTest extends SharingScript {

  /**
   * Is part of the request, so it is hashed when the stream is looked up, and when it is removed.
   */
  private static final class HookedDialect implements LongPollDialect {
    private @Nullable Runnable atHash;

    @Override
    public int hashCode() {
      Runnable hook = atHash;
      atHash = null;
      if (hook != null) {
        hook.run();
      }
      return 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public HttpUrl url(HttpUrl url, @Nullable String cursor, Duration hold) {
      throw new AssertionError("not polled here");
    }

    @Override
    public @Nullable PollAnswer read(PollResponse response) {
      throw new AssertionError("not polled here");
    }
  }

  @Test
  void whoJoinsAsTheLastOneLeavesOpensAnother() {
    HookedDialect dialect = new HookedDialect();
    StreamRequest.Builder request = request().longPoll(LongPoll.builder().dialect(dialect).build());
    Ear last = ear(request);
    ScriptedTransport.Line first = transport.last().opens();
    settle();
    Ear next = new Ear();
    dialect.atHash =
        () -> {
          assertThat(first.cancelled).isFalse();
          next.subscription = sharing.subscribe(request.build(), next);
        };
    last.subscription.cancel();
    assertThat(dialect.atHash).isNull();
    assertThat(first.cancelled).isTrue();
    assertThat(next.subscription.state()).isEqualTo(ConnectionState.CONNECTING);
    assertThat(transport.lines).hasSize(2);
    transport.last().opens().brings("1");
    settle();
    next.hears("CONNECTING", "OPEN", "open 1", "1");
    // The stream that left did not take the place of the one that came.
    ear(request).hears("OPEN", "open 1");
  }
}
