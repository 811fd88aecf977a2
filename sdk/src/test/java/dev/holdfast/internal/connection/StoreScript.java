package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CursorSaving;
import dev.holdfast.CursorStore;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.sim.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A stream with a cursor store, in simulated time; what both were told, in order. */
abstract class StoreScript implements CursorStore {
  final World world = new World(5);
  final ScriptedTransport transport = new ScriptedTransport();
  final List<String> heard = new ArrayList<>();
  final List<StreamEvent> events = new ArrayList<>();
  @Nullable String stored;
  boolean noReader;
  @Nullable Throwable loadFails;
  @Nullable Throwable saveFails;
  @Nullable RuntimeException listenerFails;
  Runnable inEvent = () -> {};

  /** Done during the next save. */
  Runnable inSave = () -> {};

  RealSubscription stream;

  @Override
  public @Nullable String load(String name) throws IOException {
    heard.add("load " + name);
    fail(loadFails);
    return stored;
  }

  @Override
  public void save(String name, @Nullable String cursor) throws IOException {
    heard.add("save " + cursor);
    Runnable meanwhile = inSave;
    inSave = () -> {};
    meanwhile.run();
    fail(saveFails);
    stored = cursor;
  }

  private static void fail(@Nullable Throwable how) throws IOException {
    if (how instanceof IOException) {
      throw (IOException) how;
    } else if (how instanceof RuntimeException) {
      throw (RuntimeException) how;
    } else if (how != null) {
      throw (Error) how;
    }
  }

  final StreamListener listener =
      new StreamListener() {
        @Override
        public void onEvent(StreamEvent event) {
          heard.add(event.data());
          events.add(event);
          inEvent.run();
          if (listenerFails != null) {
            throw listenerFails;
          }
        }

        @Override
        public void onCursorNotSaved(StreamException failure) {
          assertThat(failure.reason()).isEqualTo(StreamException.Reason.CURSOR_STORE);
          heard.add("not saved: " + failure.getCause().getMessage());
          if (listenerFails != null) {
            throw listenerFails;
          }
        }

        @Override
        public void onClosed(@Nullable StreamException cause) {
          heard.add("closed " + (cause == null ? "" : cause.reason()));
        }
      };

  StreamRequest.Builder request(CursorSaving saving) {
    return StreamRequest.builder("http://simulated/")
        .transports(TransportType.SSE)
        .listenerFailures(ListenerFailurePolicy.close())
        .cursorStore(this, "s", saving);
  }

  /** Starts it; returns its first connection, if it comes that far. */
  @Nullable Line start(StreamRequest.Builder builder) {
    StreamRequest request = builder.build();
    stream =
        new RealSubscription(
            new Environment(world, world, world, this::read, world.environment().signals),
            request,
            TransportOrder.ofStream(request),
            listener,
            transport,
            new TransportMemory(world),
            over -> {});
    stream.start();
    world.run(5);
    return transport.lines.isEmpty() ? null : transport.last();
  }

  private void read(Runnable task) {
    if (noReader) {
      throw new RejectedExecutionException("none");
    }
    world.execute(task);
  }

  Line opened(CursorSaving saving) {
    Line line = start(request(saving)).opens();
    world.run(5);
    heard.clear();
    return line;
  }

  void hears(String... expected) {
    world.run(5);
    assertThat(heard).containsExactly(expected);
    heard.clear();
  }

  boolean isOver() throws InterruptedException {
    return stream.awaitClosed(java.time.Duration.ZERO);
  }

  @AfterEach
  void leavesNothingBehind() throws InterruptedException {
    stream.cancel();
    world.run(10);
    assertThat(world.pending()).isZero();
    assertThat(isOver()).isTrue();
  }
}
