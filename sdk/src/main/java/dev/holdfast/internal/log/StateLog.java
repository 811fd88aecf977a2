package dev.holdfast.internal.log;

import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line a state change at INFO, as long as changes are few; when many streams of a client change
 * at once, as after an outage, one line for all that went the same way. Safe for use from any
 * thread.
 */
public final class StateLog {
  /** So many lines of their own a window; what is more is counted. */
  static final int LINES = 8;

  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final Environment env;
  private final Map<String, Integer> counted = new LinkedHashMap<>();
  private long windowStart;
  private int lines;

  public StateLog(Logger log, Environment env) {
    this.log = log;
    this.env = env;
    this.windowStart = env.clock.nanoTime();
  }

  /** A stream changed its state. */
  void changed(StreamRequest request, ConnectionState state, @Nullable StreamException cause) {
    if (!log.isInfoEnabled()) {
      return;
    }
    if (count(request, state)) {
      LoggingEventBuilder line =
          log.atInfo().addKeyValue("stream", request).addKeyValue("state", state);
      if (cause == null) {
        line.log("stream is {}", state);
      } else {
        line.addKeyValue("reason", cause.reason())
            .log("stream is {}: {}", state, cause.getMessage());
      }
    }
  }

  /** Returns whether this change gets a line of its own. */
  private synchronized boolean count(StreamRequest request, ConnectionState state) {
    long now = env.clock.nanoTime();
    if (now - windowStart >= WINDOW_NANOS && counted.isEmpty()) {
      windowStart = now;
      lines = 0;
    }
    if (lines < LINES) {
      lines++;
      return true;
    }
    if (counted.isEmpty()) {
      // Logging may block, and the timers' thread must not.
      long rest = Math.max(0, windowStart + WINDOW_NANOS - now);
      env.timers.schedule(rest, this::flushOnAReader);
    }
    counted.merge(Redaction.origin(request.url()) + " are " + state, 1, Integer::sum);
    return false;
  }

  private void flushOnAReader() {
    try {
      env.readers.execute(this::flush);
    } catch (RejectedExecutionException shutDown) {
      flush();
    }
  }

  /** Logs what has been counted. May block, as logging does. */
  public void flush() {
    Map<String, Integer> all;
    synchronized (this) {
      all = new LinkedHashMap<>(counted);
      counted.clear();
      windowStart = env.clock.nanoTime();
      lines = 0;
    }
    all.forEach(
        (what, count) ->
            log.atInfo().addKeyValue("streams", count).log("{} more streams of {}", count, what));
  }
}
