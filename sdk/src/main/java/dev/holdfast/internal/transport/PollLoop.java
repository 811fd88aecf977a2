package dev.holdfast.internal.transport;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to poll: one poll after the other, each on a reader thread, which is given back for
 * the time of a pause. The turn says who may do what; where a reader, a timer and a canceller meet,
 * the one that changes it goes on, and the others leave it alone.
 */
final class PollLoop implements Attempt, Runnable {
  /** How long a reader whose call was cancelled may take to come back before it counts as stuck. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HttpClients clients;
  private final Environment env;
  private final AttemptSpec spec;
  private final AttemptSink sink;
  private final PollCourse course;
  private final AtomicReference<Turn> current = new AtomicReference<>(new Turn(Turn.Kind.QUEUED));
  private volatile boolean cancelled;

  PollLoop(HttpClients clients, int stream, Environment env, AttemptSpec spec, AttemptSink sink) {
    this.clients = clients;
    this.env = env;
    this.spec = spec;
    this.sink = sink;
    this.course = new PollCourse(clients, stream, env, spec, sink, () -> cancelled);
  }

  // ---- From any thread.

  /**
   * Begins.
   *
   * @throws RuntimeException if there is no thread; the sink hears nothing then
   */
  void start() {
    Turn queued = turn();
    try {
      queue(queued);
    } catch (RuntimeException | Error noThread) {
      current.set(new Turn(Turn.Kind.OVER));
      queued.leave();
      throw noThread;
    }
  }

  @Override
  public void cancel() {
    if (cancelled) {
      return;
    }
    cancelled = true;
    Turn turn = turn();
    Poll poll = turn.poll;
    if (poll != null) {
      poll.cancel();
      giveUpSoon(turn, poll);
    } else if (turn.kind == Turn.Kind.PAUSED) {
      resume(turn);
    } else if (turn.kind == Turn.Kind.QUEUED) {
      // Nobody waits for it any more, however long a thread takes to come.
      turn.leave();
    }
  }

  private void queue(Turn queued) {
    long limit = Nanos.of(spec.request().responseTimeout());
    if (limit > 0 && !cancelled) {
      queued.otherwise(env.timers.schedule(limit, () -> noThread(queued, null)));
    }
    env.readers.execute(this);
  }

  /** The pause is over. */
  private void resume(Turn paused) {
    Turn queued = new Turn(Turn.Kind.QUEUED);
    if (current.compareAndSet(paused, queued)) {
      paused.leave();
      try {
        queue(queued);
      } catch (RuntimeException | OutOfMemoryError rejected) {
        noThread(queued, rejected);
      }
    }
  }

  private void noThread(Turn queued, @Nullable Throwable rejected) {
    String message = "no thread to poll on";
    long millis = spec.request().responseTimeout().toMillis();
    abandon(
        queued,
        rejected == null
            ? AttemptEnd.of(
                Verdict.UNREACHABLE, Reason.RESOURCES, message + " within " + millis + " ms")
            : AttemptEnd.of(
                Verdict.UNREACHABLE,
                Reason.RESOURCES,
                message + ": " + OneLine.of(rejected),
                rejected));
  }

  private void tooLate(Turn asking, Poll poll) {
    poll.timeOut();
    giveUpSoon(asking, poll);
  }

  private void giveUpSoon(Turn asking, Poll poll) {
    asking.otherwise(env.timers.schedule(STUCK_NANOS, () -> abandon(asking, poll.stuck())));
  }

  /** No reader is there to end the attempt, or it is stuck: whatever it does later is ignored. */
  private void abandon(Turn turn, AttemptEnd end) {
    if (current.compareAndSet(turn, new Turn(Turn.Kind.OVER))) {
      turn.leave();
      sink.abandoned(end);
    }
  }

  private Turn turn() {
    return Objects.requireNonNull(current.get());
  }

  // ---- On a reader's thread.

  @Override
  public void run() {
    Turn queued = turn();
    if (queued.kind != Turn.Kind.QUEUED
        || !current.compareAndSet(queued, new Turn(Turn.Kind.TELLING))) {
      return;
    }
    queued.leave();
    sink.begun();
    AttemptEnd end;
    try {
      end = goOn();
    } catch (Throwable e) {
      end = Failures.unexpected(e, Poll.url(spec));
    }
    if (end != null) {
      end(end);
    }
  }

  private void end(AttemptEnd end) {
    Turn last = Objects.requireNonNull(current.getAndSet(new Turn(Turn.Kind.OVER)));
    last.leave();
    clients.readerEnded();
    if (last.kind != Turn.Kind.OVER) {
      sink.ended(end);
    }
  }

  /** Polls until it has to pause. Returns how the attempt ends; null if that is not for now. */
  private @Nullable AttemptEnd goOn() {
    clients.evictRetired();
    while (!cancelled) {
      course.enter();
      long wait = course.pauseNanos();
      if (wait > 0) {
        pause(wait);
        return null;
      }
      Poll poll = course.next();
      if (!ask(poll)) {
        // Given up, long ago perhaps.
        clients.readerEnded();
        return null;
      }
      AttemptEnd end = course.after(poll);
      if (end != null) {
        return end;
      }
    }
    return AttemptEnd.of(
        Verdict.LOST, Reason.CONNECTION_LOST, "cancelled: " + Redaction.url(Poll.url(spec)));
  }

  /** Returns whether the attempt is still this reader's after it. */
  private boolean ask(Poll poll) {
    Turn asking = new Turn(Turn.Kind.ASKING, poll);
    current.set(asking);
    asking.otherwise(env.timers.schedule(Nanos.of(poll.limit()), () -> tooLate(asking, poll)));
    if (cancelled) {
      poll.cancel();
      giveUpSoon(asking, poll);
    }
    poll.ask();
    asking.leave();
    return current.compareAndSet(asking, new Turn(Turn.Kind.TELLING));
  }

  private void pause(long nanos) {
    Turn paused = new Turn(Turn.Kind.PAUSED);
    current.set(paused);
    paused.otherwise(env.timers.schedule(nanos, () -> resume(paused)));
    if (cancelled) {
      resume(paused);
    }
  }
}
