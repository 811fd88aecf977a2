package dev.holdfast.internal;

import dev.holdfast.internal.connection.GateListener;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Logs that an origin is away, and that it is back: a line for all of its streams. On a reader's
 * thread, since logging may block.
 */
final class GateLog implements GateListener {
  private final Logger log;
  private final Executor readers;

  GateLog(Logger log, Executor readers) {
    this.log = log;
    this.readers = readers;
  }

  @Override
  public void opened(String origin, int failures) {
    later(
        () ->
            log.atInfo()
                .addKeyValue("origin", origin)
                .log("{} is away after {} failures in a row: its streams wait", origin, failures));
  }

  @Override
  public void closed(String origin, long nanos, int probes, int waiting) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    later(
        () ->
            log.atInfo()
                .addKeyValue("origin", origin)
                .log(
                    "{} is back after {} ms and {} probes; {} streams connect",
                    origin,
                    millis,
                    probes,
                    waiting));
  }

  @Override
  public void leftOpen(String origin, long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    later(
        () ->
            log.atInfo()
                .addKeyValue("origin", origin)
                .log("{} was still away after {} ms: its streams have left", origin, millis));
  }

  private void later(Runnable line) {
    if (!log.isInfoEnabled()) {
      return;
    }
    try {
      readers.execute(line);
    } catch (RuntimeException | OutOfMemoryError noThread) {
      // A line of the log is not worth more than that.
    }
  }
}
