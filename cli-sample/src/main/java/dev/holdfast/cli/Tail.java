package dev.holdfast.cli;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import dev.holdfast.cli.cursor.CursorFile;
import dev.holdfast.cli.options.OutputOptions;
import dev.holdfast.cli.output.EventFormat;
import dev.holdfast.cli.output.Output;
import dev.holdfast.cli.output.Status;
import dev.holdfast.cli.output.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One run of the tail: prints events until something ends it. The first ending counts; what the
 * stream still does meanwhile is neither printed nor told.
 */
final class Tail implements StreamListener {
  /** A write to a full pipe may take for ever; the end of the command does not wait for that. */
  private static final Duration LAST_CALLBACK = Duration.ofMillis(300);

  /** A disk may hang, too. With the above it is less than a second to the end. */
  private static final Duration LAST_SAVE = Duration.ofMillis(500);

  private final StreamRequest request;
  private final OutputOptions options;
  private final Output out;
  private final EventFormat format;
  private final Status status;
  private final Verdict verdict = new Verdict();

  /** Held while a callback prints or tells, so that the end of the run cuts no line in two. */
  private final ReentrantLock telling = new ReentrantLock();

  /** Touched by callbacks, which never overlap. */
  private int printed;

  /** Touched by callbacks. */
  private boolean received;

  /** Touched by callbacks. What carries the connection that there is; null where there is none. */
  private @Nullable TransportType open;

  private final @Nullable CursorFile cursor;

  /**
   * Creates a run.
   *
   * @param cursor keeps the position for the next run; this one closes it. Null for none
   */
  Tail(
      StreamRequest request,
      OutputOptions options,
      Terminal terminal,
      Status status,
      @Nullable CursorFile cursor) {
    this.request = request;
    this.options = options;
    this.out = terminal.out();
    this.format = options.format(terminal);
    this.status = status;
    this.cursor = cursor;
  }

  /** Runs to the end, and closes the client. Interrupting the thread is an end too. */
  int run(StreamClient client) {
    Subscription stream = client.subscribe(request, this);
    Ending ending = verdict.await(options.time());
    client.close();
    awaitLastCallback();
    boolean saved = cursor == null || cursor.finish(stream, LAST_SAVE);
    tell(ending);
    return saved || ending.exitCode() != ExitCode.OK ? ending.exitCode() : ExitCode.GAVE_UP;
  }

  /** Standard error may be a pipe that nobody empties: that must not keep the command. */
  private void tell(Ending ending) {
    Thread telling = new Thread(() -> status.closed(ending.closing()), "holdfast-closing");
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

  @Override
  public void onEvent(StreamEvent event) {
    received = true;
    telling.lock();
    try {
      if (verdict.isReached()) {
        throw new NotPrinted();
      }
      if (options.wants(event.type())) {
        print(event);
      }
    } finally {
      telling.unlock();
    }
  }

  /** An event is left to the next run: it closes the stream, and is not behind its position. */
  private static final class NotPrinted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void print(StreamEvent event) {
    try {
      out.write(format.format(event));
    } catch (IOException e) {
      verdict.reach(out.hasLostReader(e) ? Ending.STDOUT_CLOSED : Ending.cannotWrite(e));
      throw new NotPrinted();
    }
    printed++;
    if (printed == options.maxEvents()) {
      verdict.reach(Ending.LIMIT_REACHED);
    }
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
    } else if (received && !request.backoff().reconnect()) {
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
