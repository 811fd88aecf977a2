package dev.holdfast.internal.delivery;

import dev.holdfast.DeliverySettings;
import dev.holdfast.DroppedEvents;
import dev.holdfast.OverflowPolicy;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.loop.Environment;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A reader that brings many events to an app on a pool of threads, which counts whether its policy
 * does what it promises. Run in a process of its own, with little memory.
 */
final class OverflowRun implements StreamListener, Delivery.Output {
  private static final int KEYS = 100;
  private static final String FILLER = "x".repeat(100);

  private final String name;
  private final int count;
  private final ExecutorService app = Executors.newFixedThreadPool(3);
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final Delivery delivery;
  private final AtomicInteger inside = new AtomicInteger();
  private final ConcurrentSkipListSet<Integer> unacknowledged = new ConcurrentSkipListSet<>();
  private final CountDownLatch overflow = new CountDownLatch(1);
  private volatile int overflowedAt;
  private volatile String wrong;

  // Of the listener, which is called by one thread at a time.
  private final BitSet accounted = new BitSet();
  private final int[] latest = new int[KEYS];
  private int delivered;
  private int last;
  private int position;
  private long told;
  private long pendingTold;
  private Deque<StreamEvent> batch = new ArrayDeque<>();

  private OverflowRun(String name, OverflowPolicy policy, int count) {
    this.name = name;
    this.count = count;
    for (int key = 0; key < KEYS; key++) {
      latest[key] = key - KEYS;
    }
    latest[0] = 0;
    DeliverySettings settings = DeliverySettings.on(app).overflow(policy);
    StreamRequest request =
        StreamRequest.builder("http://simulated/")
            .delivery(name.equals("ACK") ? settings.manualAck(100) : settings)
            .build();
    this.delivery = new Delivery(this, request, "0", Environment.system(null, null), this);
  }

  /** What to do, {@code ACK} being to block and to acknowledge, and with how many events. */
  public static void main(String[] args) throws InterruptedException {
    for (int i = 1; i < args.length; i++) {
      OverflowPolicy policy =
          switch (args[i]) {
            case "DROP_OLDEST" -> OverflowPolicy.dropOldest();
            case "CONFLATE" -> OverflowPolicy.conflate(StreamEvent::type);
            case "FAIL" -> OverflowPolicy.fail();
            default -> OverflowPolicy.block();
          };
      long begun = System.nanoTime();
      String outcome = new OverflowRun(args[i], policy, Integer.parseInt(args[0])).run();
      System.out.println("OUTCOME " + args[i] + " " + outcome);
      System.out.println("millis " + (System.nanoTime() - begun) / 1_000_000);
    }
  }

  private String run() throws InterruptedException {
    for (int number = 1; number <= count; number++) {
      String id = Integer.toString(number);
      String type = Integer.toString(number % KEYS);
      delivery.event(StreamEvent.create(id, id, type, id + " " + FILLER, TransportType.SSE), id);
      delivery.drain();
      delivery.awaitRoom(() -> true);
    }
    delivery.last(listener -> {});
    delivery.drain();
    delivery.over().await();
    app.shutdown();
    worker.shutdown();
    while (!worker.isTerminated()) {
      Thread.onSpinWait();
    }
    if (name.equals("FAIL")) {
      check(overflowedAt == last + 1 && delivered == last, "no prefix: " + last);
      check(at() == last, "the cursor is at " + at());
    } else {
      check(delivered + told == count, delivered + " and " + told + " told");
      check(at() == count && position == count, "the cursor is at " + at() + ", " + position);
      check(told == delivery.dropped(), "counted " + delivery.dropped());
    }
    boolean drops = name.equals("DROP_OLDEST") || name.equals("CONFLATE");
    check(drops == (told > 0), "told of " + told);
    System.out.println(name + ": delivered " + delivered + ", dropped and told " + told);
    return wrong == null ? "as promised" : wrong;
  }

  private int at() {
    return Integer.parseInt(delivery.processedCursor());
  }

  private void check(boolean holds, String what) {
    if (!holds && wrong == null) {
      wrong = what;
    }
  }

  @Override
  public void onEvent(StreamEvent event) throws InterruptedException {
    check(inside.incrementAndGet() == 1, "two at once");
    int number = Integer.parseInt(event.id());
    int before = at();
    check(before <= position, "at " + before + " nobody knows of " + (position + 1));
    Integer first = unacknowledged.ceiling(0); // Null where another thread takes out the last.
    check(first == null || before < first, "acknowledged " + before);
    if (name.equals("CONFLATE")) {
      conflated(number);
    } else {
      check(number == last + 1, number + " after " + last);
      accounted.set(number);
      last = number;
    }
    delivered++;
    advance();
    if (name.equals("ACK")) {
      acknowledgeSome(number, event);
    }
    if (number == 1_000 && name.equals("FAIL")) {
      overflow.await();
    }
    if (delivered % 1_000 == 0) {
      LockSupport.parkNanos(50_000);
    }
    inside.decrementAndGet();
  }

  /** Another thread acknowledges forty at once, the latest first. */
  private void acknowledgeSome(int number, StreamEvent event) {
    unacknowledged.add(number);
    batch.push(event);
    if (batch.size() == 40 || number == count) {
      Deque<StreamEvent> all = batch;
      batch = new ArrayDeque<>();
      worker.execute(
          () ->
              all.forEach(
                  one -> {
                    unacknowledged.remove(Integer.valueOf(one.id()));
                    one.ack();
                    one.ack();
                  }));
    }
  }

  private void conflated(int number) {
    int key = number % KEYS;
    check(number > latest[key], number + " after " + latest[key]);
    int skipped = (number - latest[key]) / KEYS - 1;
    check(skipped == pendingTold, pendingTold + " told at " + number + " after " + latest[key]);
    for (int other = latest[key] + KEYS; other <= number; other += KEYS) {
      accounted.set(other);
    }
    latest[key] = number;
    pendingTold = 0;
  }

  private void advance() {
    position = accounted.nextClearBit(position + 1) - 1;
  }

  @Override
  public void onDropped(DroppedEvents dropped) {
    check(inside.incrementAndGet() == 1, "two at once");
    told += dropped.count();
    pendingTold = dropped.count();
    int from = Integer.parseInt(dropped.from());
    int to = Integer.parseInt(dropped.to());
    if (!name.equals("CONFLATE")) {
      check(from == last && to - from == dropped.count(), dropped + " after " + last);
      accounted.set(from + 1, to + 1);
      last = to;
      advance();
    }
    inside.decrementAndGet();
  }

  @Override
  public void listenerFailed(StreamEvent event, Throwable failure) {
    check(false, "failed: " + failure);
  }

  @Override
  public void eventSkipped(StreamEvent event, Throwable failure) {
    check(false, "failed: " + failure);
  }

  @Override
  public void callbackFailed(Throwable failure) {
    check(false, "failed: " + failure);
  }

  @Override
  public void overflowed(StreamEvent event) {
    check(overflowedAt == 0, "twice");
    overflowedAt = Integer.parseInt(event.id());
    overflow.countDown();
  }

  @Override
  public void executorRejected(Throwable refusal) {
    check(false, "rejected: " + refusal);
  }
}
