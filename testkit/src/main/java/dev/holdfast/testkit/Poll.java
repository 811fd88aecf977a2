package dev.holdfast.testkit;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One long poll: collects what lies after its cursor, or holds until something does. */
final class Poll {
  private final EventLog log;
  private final Entries.Start start;
  private final Wire wire;
  private final @Nullable String cursor;
  private final long holdNanos;
  private final EmptyAnswer empty;
  private final int maxEvents;
  private final boolean sendsNextCursor;
  private final boolean reportsGap;
  private final PollBody body;

  /** Where the answer goes up to: all before it is in the answer or left out of it. */
  private int position;

  /** Fixes on arrival what the poll gets and which settings hold for it. */
  Poll(EventLog log, SeenRequest request, Entries.Start start, Wire wire) {
    LongPolling settings = log.longPolling();
    this.log = log;
    this.start = start;
    this.wire = wire;
    this.cursor = request.cursor();
    this.holdNanos = holdNanos(settings.hold(), request.queryParameter("timeout"));
    this.empty = settings.emptyAnswer();
    this.maxEvents = settings.maxEvents();
    this.sendsNextCursor = settings.sendsNextCursor();
    this.reportsGap = settings.reportsGaps() && start.missed;
    this.body = new PollBody(settings.typeKey());
    this.position = start.position;
  }

  /** What the client asks for is a number of seconds; anything else is as if it had not asked. */
  private static long holdNanos(Duration atMost, @Nullable String seconds) {
    if (seconds == null || !seconds.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      return atMost.toNanos();
    }
    long asked = new BigDecimal(seconds).movePointRight(9).longValueExact();
    return Math.min(asked, atMost.toNanos());
  }

  /**
   * Waits for the answer: a status and, but for an empty one, a body.
   *
   * @throws IOException if the client or the server went away first
   */
  Answer answer(Set<?> dropped) throws IOException, InterruptedException {
    if (!collect(dropped, 0) && holdNanos > 0) {
      log.longPolling().heldChanged(1);
      try {
        hold(dropped);
      } finally {
        log.longPolling().heldChanged(-1);
      }
    }
    if (body.events() == 0 && empty != EmptyAnswer.EMPTY_LIST) {
      return Answer.ofPoll(empty.code, new byte[0]);
    }
    Entries entries = log.entries();
    return Answer.ofPoll(
        200,
        body.finish(
            sendsNextCursor ? entries.cursorAt(position) : null,
            reportsGap ? cursor : null,
            reportsGap ? entries.cursorAfterEvent(start.position) : null));
  }

  private void hold(Set<?> dropped) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + holdNanos;
    long left = holdNanos;
    while (left > 0 && !collect(dropped, left)) {
      if (wire.stop.isStopped() || wire.clientGone()) {
        throw new IOException("the client or the server went away");
      }
      left = deadline - System.nanoTime();
    }
  }

  /** Takes what there is, or comes within {@code nanos}; true if that makes an answer. */
  private boolean collect(Set<?> dropped, long nanos) throws InterruptedException {
    long wait = Math.min(nanos, Subscription.lookUpNanos(log.longPolling().held()));
    while (body.events() < maxEvents) {
      Entries.Batch batch = log.entries().await(position, start.epoch, wait, wire.stop);
      for (Entry entry : batch.entries) {
        if (body.events() == maxEvents) {
          return true;
        }
        position++;
        if (entry.data != null && !dropped.contains(String.valueOf(entry.id))) {
          body.add(entry.id, entry.type, entry.data);
        }
      }
      if (batch.last) {
        return true;
      }
      if (batch.entries.isEmpty()) {
        return body.events() > 0;
      }
      wait = 0;
    }
    return true;
  }
}
