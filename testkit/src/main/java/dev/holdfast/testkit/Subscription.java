package dev.holdfast.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okio.Socket;

/** Sends one stream to one client from a position on, until one of them ends it. */
final class Subscription {
  private static final long MIN_LOOK_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** So that a thousand idle clients together cost a few percent of a core. */
  private static final long LOOK_UP_NANOS_PER_CLIENT = TimeUnit.MICROSECONDS.toNanos(500);

  private final EventLog log;
  private final Entries.Start start;
  private final Fault fault;
  private final Wire wire;

  Subscription(EventLog log, Entries.Start start, Fault fault, Wire wire) {
    this.log = log;
    this.start = start;
    this.fault = fault;
    this.wire = wire;
  }

  void serve(Socket stream) throws IOException, InterruptedException {
    log.subscribed(1);
    try {
      BodyWriter body = new BodyWriter(wire, stream, fault, log.writeSize());
      body.begin();
      follow(stream, body);
    } finally {
      log.subscribed(-1);
    }
  }

  private void follow(Socket stream, BodyWriter body) throws IOException, InterruptedException {
    Set<?> dropped = fault.dropped();
    int position = start.position;
    long lastWrite = System.nanoTime();
    while (!body.finished() && !wire.stop.isStopped()) {
      long heartbeatIn = lastWrite + heartbeatNanos() - System.nanoTime();
      long wait = Math.min(heartbeatIn, lookUpNanos(log.subscribers()));
      Entries.Batch batch = log.entries().await(position, start.epoch, wait, wire.stop);
      for (Entry entry : batch.entries) {
        position++;
        if (!dropped.contains(String.valueOf(entry.id))) {
          body.add(entry.bytes);
          lastWrite = System.nanoTime();
        }
      }
      body.flush();
      if (batch.last) {
        body.end();
      } else if (batch.entries.isEmpty()) {
        if (System.nanoTime() - lastWrite >= heartbeatNanos()) {
          body.write(heartbeat());
          lastWrite = System.nanoTime();
        } else if (wire.clientGone(stream)) {
          throw new IOException("the client has gone");
        }
      }
    }
  }

  private long heartbeatNanos() {
    Duration interval = log.heartbeatInterval();
    return interval.isZero() ? TimeUnit.DAYS.toNanos(365) : interval.toNanos();
  }

  private byte[] heartbeat() {
    String eol = log.lineEndingInUse().text;
    return (":" + eol + eol).getBytes(StandardCharsets.UTF_8);
  }

  /** How often one of so many idle clients is looked after. */
  static long lookUpNanos(int clients) {
    return Math.max(MIN_LOOK_UP_NANOS, clients * LOOK_UP_NANOS_PER_CLIENT);
  }
}
