package dev.holdfast.internal.sim;

import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Randomness;
import dev.holdfast.internal.loop.Signal;
import dev.holdfast.internal.loop.Timers;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Simulated time on one thread: a queue of tasks, run in the order of their times; what falls on
 * the same time runs in an order drawn from the seed. Hours pass in milliseconds.
 */
public final class World implements Clock, Timers, Randomness, Executor {
  private static final long MILLI = 1_000_000L;
  private static final long LONGEST_WAIT_MILLIS = 24 * 3_600_000L;

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final Random random;
  private long now;
  private long slept;

  /** There are no more threads to run tasks on. */
  public boolean refusesTasks;

  public World(long seed) {
    random = new Random(seed);
  }

  public Environment environment() {
    return new Environment(this, this, this, this, () -> signal);
  }

  /** A thread that waits lets all others go on meanwhile, and goes on once they let it. */
  private final Signal signal =
      new Signal() {
        @Override
        public void await(BooleanSupplier condition) {
          if (!runUntil(condition, LONGEST_WAIT_MILLIS)) {
            throw new AssertionError("a thread waits for ever");
          }
        }

        @Override
        public void changed() {}
      };

  public Random random() {
    return random;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long wallMillis() {
    return 1_800_000_000_000L + (now + slept) / MILLI;
  }

  /** The wall clock goes on by this much while everything else stands still. */
  public void sleep(long millis) {
    slept += millis * MILLI;
  }

  @Override
  public double nextDouble() {
    return random.nextDouble();
  }

  /** A whole number from {@code low} to {@code high}, both included. */
  public int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  @Override
  public Timer schedule(long delayNanos, Runnable body) {
    Task task = new Task(now + Math.max(0, delayNanos), random.nextInt(), body);
    tasks.add(task);
    return () -> {
      task.body = null;
      tasks.remove(task);
    };
  }

  public void after(long millis, Runnable body) {
    schedule(millis * MILLI, body);
  }

  @Override
  public void execute(Runnable task) {
    if (refusesTasks) {
      throw new RejectedExecutionException("no thread");
    }
    schedule(between(0, 2) * MILLI, task);
  }

  @Override
  public void close() {
    tasks.clear();
  }

  /** How many tasks wait for their time. */
  public int pending() {
    return tasks.size();
  }

  public long millis() {
    return now / MILLI;
  }

  /** Runs until the condition holds; false if it does not within the time or nothing is left. */
  public boolean runUntil(BooleanSupplier condition, long millis) {
    long end = now + millis * MILLI;
    while (!condition.getAsBoolean()) {
      Task task = tasks.peek();
      if (task == null || task.at > end) {
        now = Math.max(now, end);
        return false;
      }
      tasks.remove();
      now = task.at;
      if (task.body != null) {
        task.body.run();
      }
    }
    return true;
  }

  public void run(long millis) {
    runUntil(() -> false, millis);
  }

  private static final class Task implements Comparable<Task> {
    final long at;
    final int tie;
    Runnable body;

    Task(long at, int tie, Runnable body) {
      this.at = at;
      this.tie = tie;
      this.body = body;
    }

    @Override
    public int compareTo(Task other) {
      return at != other.at ? Long.compare(at, other.at) : Integer.compare(tie, other.tie);
    }
  }
}
