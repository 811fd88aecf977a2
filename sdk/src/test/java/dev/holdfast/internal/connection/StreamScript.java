package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import dev.holdfast.internal.sim.World;
import dev.holdfast.internal.transport.Transports;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * A stream whose attempts say what a test tells them, in simulated time, and what its app hears.
 */
abstract class StreamScript {
  final World world = new World(5);
  final ScriptedTransport transport = new ScriptedTransport();
  final TransportMemory memory = new TransportMemory(world);
  final List<String> heard = new ArrayList<>();
  final Deque<StreamEvent> events = new ArrayDeque<>();

  /** Done at each event. */
  Runnable action = () -> {};

  StreamRequest request =
      StreamRequest.builder("http://simulated/").transports(TransportType.SSE).build();
  @Nullable RuntimeException failure;
  RealSubscription stream;

  final StreamListener listener =
      new StreamListener() {
        @Override
        public void onEvent(StreamEvent event) {
          if (failure != null) {
            heard.add("throws at " + event.data());
            throw failure;
          }
          heard.add(event.data());
          events.add(event);
          action.run();
        }

        @Override
        public void onOpen(ConnectionInfo connection) {
          heard.add("open " + connection.attempt());
        }

        @Override
        public void onRetry(RetryInfo retry) {
          heard.add("retry " + retry.failures());
        }

        @Override
        public void onAttemptEnded(AttemptReport report) {
          if (reportsAttempts()) {
            heard.add("ended " + report.attempt() + " " + report.verdict() + " " + report.next());
          }
        }

        @Override
        public void onGap(Gap gap) {
          heard.add(gap.reason() + " " + gap.from() + ".." + gap.to());
        }

        @Override
        public void onEventFailed(StreamEvent event, Throwable thrown) {
          heard.add("skipped " + event.data());
        }

        @Override
        public void onClosed(@Nullable StreamException cause) {
          heard.add("closed " + (cause == null ? "" : cause.reason()));
        }
      };

  TransportOrder order() {
    return TransportOrder.ofStream(request);
  }

  /** Where the stream's attempts come from. */
  Transports transports() {
    return transport;
  }

  /** Whether a test hears of the end of each attempt. */
  boolean reportsAttempts() {
    return false;
  }

  void start() {
    stream =
        new RealSubscription(
            world.environment(), request, order(), listener, transports(), memory, over -> {});
    stream.start();
    settle();
  }

  /** Lets what was handed to the reader executor run; no timer of the stream is that short. */
  void settle() {
    world.run(5);
  }

  void hears(String... expected) {
    settle();
    assertThat(heard).containsExactly(expected);
    heard.clear();
  }

  Line opened(String... ids) {
    start();
    Line line = transport.last().opens().brings(ids);
    settle();
    heard.clear();
    return line;
  }

  Line reconnected() {
    int before = transport.lines.size();
    assertThat(world.runUntil(() -> transport.lines.size() > before, 60_000)).isTrue();
    return transport.last();
  }

  @AfterEach
  void leavesNothingBehind() {
    stream.cancel();
    assertThat(transport.lines.stream().filter(line -> !line.cancelled)).isEmpty();
    world.run(10);
    assertThat(world.pending()).isZero();
  }

  void breaks(Line line) {
    line.breaks();
    line.cancelled = true;
    settle();
  }

  Line start(String... idsAndData) {
    start();
    Line line = transport.last().opens();
    for (int i = 0; i < idsAndData.length; i += 2) {
      line.bringsEvent(idsAndData[i], idsAndData[i + 1]);
    }
    settle();
    heard.clear();
    return line;
  }
}
