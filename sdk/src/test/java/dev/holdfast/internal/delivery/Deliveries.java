package dev.holdfast.internal.delivery;

import dev.holdfast.DeliverySettings;
import dev.holdfast.DroppedEvents;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.sim.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A delivery by hand: its tasks wait until a test runs them, and all that happens is written. */
final class Deliveries implements Executor, Delivery.Output {
  final List<String> heard = new ArrayList<>();

  /** The processed cursor as each event is offered. */
  final List<String> cursors = new ArrayList<>();

  final Deque<Runnable> tasks = new ArrayDeque<>();
  final Deque<Runnable> readerTasks = new ArrayDeque<>();
  final List<StreamEvent> events = new ArrayList<>();
  final World world = new World(1);

  /** What the listener throws at an event with this data. */
  @Nullable String failsAt;

  /** It is stopped while a drop is told. */
  boolean stopsAtDropped;

  ListenerFailurePolicy failures = ListenerFailurePolicy.skip();

  Delivery delivery;

  final StreamListener listener =
      new StreamListener() {
        @Override
        public void onEvent(StreamEvent event) {
          heard.add(event.data());
          cursors.add(delivery.processedCursor());
          events.add(event);
          if (event.data().equals(failsAt)) {
            throw new IllegalStateException("simulated");
          }
        }

        @Override
        public void onDropped(DroppedEvents dropped) {
          heard.add("-" + dropped.count() + " " + dropped.from() + ".." + dropped.to());
          if (stopsAtDropped) {
            delivery.stop();
          }
        }

        @Override
        public void onEventFailed(StreamEvent event, Throwable failure) {
          heard.add("skipped " + event.data());
        }
      };

  Deliveries open(DeliverySettings settings) {
    StreamRequest request =
        StreamRequest.builder("http://simulated/")
            .delivery(settings)
            .listenerFailures(failures)
            .build();
    Clock clock = world;
    Environment env = new Environment(clock, world, world, readerTasks::add);
    delivery = new Delivery(listener, request, "0", env, this);
    return this;
  }

  /** As {@link #open}, on an executor whose tasks are run by {@link #run}. */
  static Deliveries buffered(java.util.function.UnaryOperator<DeliverySettings> settings) {
    Deliveries made = new Deliveries();
    return made.open(settings.apply(DeliverySettings.on(made)));
  }

  static StreamEvent event(int number, String data) {
    return StreamEvent.create("" + number, "" + number, null, data, TransportType.SSE);
  }

  /** Events, each a key and a number: a number is also the position. */
  Deliveries brings(String... data) {
    for (String each : data) {
      int number = Integer.parseInt(each.replaceAll("\\D", ""));
      delivery.event(event(number, each), "" + number);
      delivery.drain();
    }
    return this;
  }

  Deliveries notices(String what) {
    delivery.notice(to -> heard.add(what));
    delivery.drain();
    return this;
  }

  Deliveries moves(String cursor) {
    delivery.cursor(cursor);
    delivery.drain();
    return this;
  }

  void last() {
    delivery.last(to -> heard.add("closed"));
    delivery.drain();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs one task, if there is one. */
  void runOne() {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
    }
  }

  void run() {
    while (!tasks.isEmpty()) {
      runOne();
    }
  }

  void runReaders() {
    while (!readerTasks.isEmpty()) {
      readerTasks.remove().run();
    }
  }

  String at() {
    return delivery.processedCursor();
  }

  @Override
  public void listenerFailed(StreamEvent event, Throwable failure) {
    heard.add("failed at " + event.data());
  }

  @Override
  public void callbackFailed(Throwable failure) {
    heard.add("callback failed: " + failure.getMessage());
  }

  @Override
  public void overflowed(StreamEvent event) {
    heard.add("overflow at " + event.data());
  }

  @Override
  public void executorRejected(Throwable refusal) {
    heard.add("rejected: " + refusal.getMessage());
  }

  @Override
  public void caughtUp() {
    heard.add("caught up");
  }

  @Override
  public void abandoned() {
    heard.add("abandoned");
  }
}
