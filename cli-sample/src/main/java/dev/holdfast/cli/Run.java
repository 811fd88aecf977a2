package dev.holdfast.cli;

import dev.holdfast.ChannelListener;
import dev.holdfast.Subscription;
import dev.holdfast.cli.cursor.CursorFile;
import dev.holdfast.cli.output.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One run of a command on a stream: goes on until something ends it. The first ending counts; what
 * the stream still does meanwhile is neither printed nor told.
 */
final class Run {
  /** A write to a full pipe may take for ever; the end of the command does not wait for that. */
  private static final Duration LAST_CALLBACK = Duration.ofMillis(300);

  /** A disk may hang, too. With the above it is less than a second to the end. */
  private static final Duration LAST_SAVE = Duration.ofMillis(500);

  private final StreamSetup setup;
  private final Verdict verdict = new Verdict();
  private final ReentrantLock telling = new ReentrantLock();

  Run(StreamSetup setup) {
    this.setup = setup;
  }

  /**
   * Returns what prints the events.
   *
   * @param enough is told why no more are printed, where nothing failed
   */
  ChannelListener printer(Consumer<Ending> enough) {
    return new Printer(setup, verdict, telling, enough);
  }

  /** Ends, unless it has. */
  void end(Ending ending) {
    verdict.reach(ending);
  }

  /** Waits for the end, and closes the client. Interrupting the thread is an end too. */
  Ending awaitEnd() {
    Ending ending = verdict.await(setup.output().time());
    setup.client().close();
    return ending;
  }

  /**
   * Brings all to its end that an end takes, and returns the exit status.
   *
   * @param last is told before the ending is
   */
  int finish(Subscription stream, Ending ending, Consumer<Status> last) {
    awaitLastCallback();
    CursorFile cursor = setup.cursor();
    boolean saved = cursor == null || cursor.finish(stream, LAST_SAVE);
    tell(ending, last);
    return saved || ending.exitCode() != ExitCode.OK ? ending.exitCode() : ExitCode.GAVE_UP;
  }

  /** Standard error may be a pipe that nobody empties: that must not keep the command. */
  private void tell(Ending ending, Consumer<Status> last) {
    Runnable closing =
        () -> {
          last.accept(setup.status());
          setup.status().closed(ending.closing());
        };
    Thread telling = new Thread(closing, "holdfast-closing");
    telling.setDaemon(true);
    telling.start();
    boolean interrupted = Thread.interrupted();
    try {
      telling.join(LAST_CALLBACK.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitLastCallback() {
    try {
      if (telling.tryLock(LAST_CALLBACK.toMillis(), TimeUnit.MILLISECONDS)) {
        telling.unlock();
      }
    } catch (InterruptedException e) {
      // Asked to end twice: at once, then.
    }
  }
}
