package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tokens that live for two seconds, before a server that cuts a connection when its token expires,
 * while events flow. {@code -Dholdfast.token.seconds=60} has them flow for longer.
 */
@Timeout(120)
class TokenExpirySocketTest {
  private static final int SECONDS = Integer.getInteger("holdfast.token.seconds", 4);
  private static final int EVENTS_PER_SECOND = 500;

  private final List<ConnectionState> states = new CopyOnWriteArrayList<>();

  /** One client, with one stream, for as long as a test says. */
  private final class Run implements AutoCloseable {
    final StreamServer server = StreamServer.builder().start();
    final EventLog log = server.stream("/events").startFromBeginning();
    final TokenGate gate = new TokenGate(server.port());
    final StreamClient client = StreamClient.create();
    final Timeline timeline = new Timeline(log);

    Run() throws Exception {}

    StreamRequest.Builder request(TransportType transport) {
      return StreamRequest.builder("http://127.0.0.1:" + gate.port() + "/events")
          .transports(transport)
          .longPoll(LongPoll.builder().hold(Duration.ofMillis(500)).build())
          .backoff(SocketTest.QUICK);
    }

    /** The timeline hears all of it; the states are kept here. */
    StreamListener listener() {
      return new StreamListener() {
        @Override
        public void onEvent(StreamEvent event) throws Exception {
          timeline.onEvent(event);
        }

        @Override
        public void onOpen(ConnectionInfo connection) {
          timeline.onOpen(connection);
        }

        @Override
        public void onGap(Gap gap) {
          timeline.onGap(gap);
        }

        @Override
        public void onStateChange(ConnectionState state, StreamException cause) {
          states.add(state);
        }
      };
    }

    @Override
    public void close() throws Exception {
      timeline.close();
      client.close();
      gate.close();
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void aConnectionIsReplacedBeforeItsTokenExpiresAndNothingIsLost(TransportType transport)
      throws Exception {
    try (Run run = new Run()) {
      run.timeline.flow(EVENTS_PER_SECOND);
      Subscription stream =
          run.client.subscribe(
              run.request(transport).credentials(any -> TokenGate.token(2_000)).build(),
              run.listener());
      long start = System.nanoTime();
      Await.until(
          "time is over",
          SECONDS + 5,
          () -> System.nanoTime() - start > TimeUnit.SECONDS.toNanos(SECONDS));
      run.timeline.stop();
      run.timeline.assertEachOnceInOrder();
      System.out.printf(
          "tokens: %s: %d events in %d s, each once and in order; %d tokens, %d connections of the"
              + " stream, %d refused, %d cut; states %s%n",
          transport,
          run.timeline.heard(),
          SECONDS,
          run.gate.admitted(),
          run.timeline.opened().size(),
          run.gate.refused(),
          run.gate.cut(),
          states);
      assertThat(states).containsExactly(ConnectionState.CONNECTING, ConnectionState.OPEN);
      assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
      assertThat(run.gate.refused()).isZero();
      if (transport != TransportType.LONG_POLL) {
        // Between polls a connection is in the pool, perhaps for another loop with another token.
        assertThat(run.gate.cut()).isZero();
      }
      assertThat(run.timeline.opened().size()).isBetween(SECONDS / 2, SECONDS);
    }
  }

  /** That the gate is one: without an expiry the stream knows of none, and is cut. */
  @Test
  void aTokenThatDoesNotSayWhenItExpiresIsRenewedByTheCut() throws Exception {
    try (Run run = new Run()) {
      run.timeline.flow(100);
      run.client.subscribe(
          run.request(TransportType.SSE)
              .credentials(any -> TokenGate.token(700).withExpiry(java.time.Instant.MAX))
              .build(),
          run.listener());
      Await.until("three cuts", () -> run.gate.cut() >= 3);
      run.timeline.stop();
      run.timeline.assertEachOnceInOrder();
      assertThat(states.size()).isGreaterThanOrEqualTo(6);
    }
  }
}
