package dev.holdfast.cli;

import dev.holdfast.AttemptReport;
import dev.holdfast.ChannelListener;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import dev.holdfast.cli.cursor.CursorFile;
import dev.holdfast.cli.options.OutputOptions;
import dev.holdfast.cli.output.EventFormat;
import dev.holdfast.cli.output.Output;
import dev.holdfast.cli.output.Status;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Prints the events of a stream, and tells what becomes of it, until the run is over: what the
 * stream still does then is neither printed nor told.
 */
final class Printer implements ChannelListener {
  private final StreamSetup setup;
  private final Output out;
  private final EventFormat format;
  private final Status status;
  private final Verdict verdict;
  private final Consumer<Ending> enough;

  /** Held while a callback prints or tells, so that the end of the run cuts no line in two. */
  private final ReentrantLock telling;

  // Touched by callbacks, which never overlap.
  private long printed;
  private boolean received;
  private boolean hasEnough;

  /** What was printed last, or was not to be printed. */
  private @Nullable StreamEvent last;

  /** What carries the connection that there is; null where there is none. Touched by callbacks. */
  private @Nullable TransportType open;

  /**
   * Creates a printer.
   *
   * @param verdict how the run ends
   * @param telling is held while something is printed or told
   * @param enough is told why nothing more is printed; no failure
   */
  Printer(StreamSetup setup, Verdict verdict, ReentrantLock telling, Consumer<Ending> enough) {
    this.setup = setup;
    this.out = setup.terminal().out();
    this.format = setup.output().format(setup.terminal());
    this.status = setup.status();
    this.verdict = verdict;
    this.telling = telling;
    this.enough = enough;
  }

  @Override
  public void onEvent(StreamEvent event) {
    received = true;
    Predicate<StreamEvent> wanted = setup.wanted();
    if (wanted == null) {
      return;
    }
    telling.lock();
    try {
      boolean isLeft = hasEnough || verdict.isReached() || (wanted.test(event) && !prints(event));
      if (isLeft) {
        leave();
      } else {
        last = event;
      }
    } finally {
      telling.unlock();
    }
  }

  /** The event, and what comes after it, is left to the next run. */
  private void leave() {
    CursorFile cursor = setup.cursor();
    if (cursor != null) {
      cursor.stayBehind(last);
    }
  }

  private boolean prints(StreamEvent event) {
    try {
      out.write(format.format(event));
    } catch (IOException e) {
      if (out.hasLostReader(e)) {
        enough(Ending.STDOUT_CLOSED);
      } else {
        verdict.reach(Ending.cannotWrite(e));
      }
      return false;
    }
    printed++;
    OutputOptions output = setup.output();
    if (output.hasMaxEvents() && printed == output.maxEvents()) {
      enough(Ending.LIMIT_REACHED);
    }
    return true;
  }

  private void enough(Ending why) {
    hasEnough = true;
    enough.accept(why);
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    TransportType from = open;
    open = connection.transport();
    unlessOver(
        () -> {
          if (from == null) {
            status.opened(connection);
          } else {
            status.handedOver(from, connection);
          }
        });
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
    if (state != ConnectionState.OPEN) {
      open = null;
    }
  }

  @Override
  public void onAttemptEnded(AttemptReport report) {
    unlessOver(() -> status.attemptEnded(report));
  }

  @Override
  public void onRetry(RetryInfo retry) {
    unlessOver(() -> status.retrying(retry));
  }

  @Override
  public void onGap(Gap gap) {
    unlessOver(() -> status.gap(gap));
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    if (cause == null) {
      verdict.reach(Ending.END_OF_STREAM);
    } else if (received
        && !setup.request().backoff().reconnect()
        && Ending.isOfAConnection(cause)) {
      verdict.reach(Ending.disconnected(cause));
    } else {
      verdict.reach(Ending.failed(cause));
    }
  }

  private void unlessOver(Runnable action) {
    telling.lock();
    try {
      if (!verdict.isReached()) {
        action.run();
      }
    } finally {
      telling.unlock();
    }
  }
}
