package dev.holdfast.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves one stream over one WebSocket from its handshake on, on the connection's thread. */
final class WebSocketSession {
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long NEVER = TimeUnit.DAYS.toNanos(365);

  private final EventLog log;
  private final Entries.Start start;
  private final Fault fault;
  private final Wire wire;
  private final FrameWriter writer;
  private final WebSocketPeer peer;
  private final WebSocketInbox inbox;

  private WebSocketSession(
      EventLog log,
      SeenRequest request,
      Entries.Start start,
      Fault fault,
      Wire wire,
      WebSocketHandshake handshake)
      throws IOException {
    this.log = log;
    this.start = start;
    this.fault = fault;
    this.wire = wire;
    this.writer =
        new FrameWriter(
            wire, fault, log.writeSize(), log.webSockets().fragmentSize(), handshake.deflates);
    this.peer = new WebSocketPeer(request, handshake.protocol, wire, writer);
    this.inbox = new WebSocketInbox(log, fault, peer, writer, new FrameReader(wire.in()));
  }

  /** Serves until one of the two ends it; the connection is closed then. */
  static void serve(EventLog log, SeenRequest request, Entries.Start start, Fault fault, Wire wire)
      throws IOException, InterruptedException {
    WebSocketHandshake handshake = new WebSocketHandshake(request, log.webSockets());
    handshake.accept(wire.out(), fault);
    new WebSocketSession(log, request, start, fault, wire, handshake).run();
  }

  private void run() throws IOException, InterruptedException {
    Thread reader = new Thread(inbox, "holdfast-testkit WebSocket reader");
    reader.setDaemon(true);
    log.subscribed(1);
    log.webSockets().opened(peer);
    try {
      writer.begin();
      act(Fault.Aspect.ON_OPEN);
      reader.start();
      hello();
      follow();
      awaitEnd(reader);
    } finally {
      wire.cut();
      peer.ended();
      reader.join();
      log.webSockets().closed();
      log.subscribed(-1);
    }
    RuntimeException failure = inbox.failure();
    if (failure != null) {
      throw failure;
    }
  }

  private void hello() throws IOException {
    if (peer.protocol() != WebSocketProtocol.HOLDFAST_V1 || fault.has(Fault.Aspect.WITHOUT_HELLO)) {
      return;
    }
    WebSockets settings = log.webSockets();
    String asked = peer.request().cursor();
    boolean tells = settings.reportsGaps() && start.missed && log.entries().knows(asked);
    String gapFrom = tells ? asked : null;
    writer.text(
        EventFrames.hello(
            start.resumed || gapFrom != null,
            settings.sendsHelloCursor() ? log.entries().cursorAt(start.position) : null,
            log.heartbeatInterval()));
    if (gapFrom != null) {
      writer.text(EventFrames.gap(gapFrom, log.entries().cursorAfterEvent(start.position)));
    }
  }

  private void follow() throws IOException, InterruptedException {
    WebSocketFault.Strike afterEvents = strike(Fault.Aspect.AFTER_EVENTS);
    WebSocketFault.Strike afterTime = strike(Fault.Aspect.AFTER_TIME);
    Set<?> dropped = fault.dropped();
    long opened = System.nanoTime();
    long lastWrite = opened;
    int position = start.position;
    long events = 0;
    if (afterEvents != null && afterEvents.at == 0) {
      afterEvents.action.accept(peer);
    }
    while (goesOn()) {
      long now = System.nanoTime();
      long strikeIn = afterTime == null ? NEVER : opened + afterTime.at - now;
      long wait = Math.min(lastWrite + heartbeatNanos() - now, strikeIn);
      // At least a millisecond, which is what a wait can be.
      wait = Math.max(TimeUnit.MILLISECONDS.toNanos(1), wait);
      wait = Math.min(wait, Subscription.lookUpNanos(log.subscribers()));
      Entries.Batch batch = log.entries().await(position, start.epoch, wait, wire.stop);
      for (Entry entry : batch.entries) {
        position++;
        Payload data = entry.data;
        if (data != null && !dropped.contains(String.valueOf(entry.id)) && goesOn()) {
          EventFrames.add(writer, peer.protocol(), entry, data);
          lastWrite = System.nanoTime();
          if (afterEvents != null && ++events == afterEvents.at) {
            writer.flush();
            afterEvents.action.accept(peer);
          }
        }
      }
      if (goesOn()) {
        writer.flush();
      }
      if (afterTime != null && System.nanoTime() - opened >= afterTime.at) {
        afterTime.action.accept(peer);
        afterTime = null;
      }
      if (batch.last && goesOn()) {
        peer.close(batch.ended ? 1000 : 1001, batch.ended ? "end of stream" : "going away");
      } else if (System.nanoTime() - lastWrite >= heartbeatNanos() && goesOn()) {
        EventFrames.heartbeat(writer, peer.protocol());
        lastWrite = System.nanoTime();
      }
    }
  }

  private boolean goesOn() {
    return !wire.stop.isStopped()
        && !peer.isClosing()
        && peer.isOpen()
        && !writer.isSilent()
        && !writer.isGone();
  }

  /** A half-open connection waits for the client alone, a closing one not for long. */
  private void awaitEnd(Thread reader) throws InterruptedException {
    long deadline = System.nanoTime() + (writer.isSilent() ? NEVER : CLOSE_NANOS);
    while (reader.isAlive()
        && !wire.stop.isStopped()
        && !writer.isGone()
        && System.nanoTime() < deadline) {
      reader.join(50);
    }
  }

  private void act(Fault.Aspect moment) {
    WebSocketFault.Strike strike = strike(moment);
    if (strike != null) {
      strike.action.accept(peer);
    }
  }

  private WebSocketFault.@Nullable Strike strike(Fault.Aspect moment) {
    return fault.get(moment, WebSocketFault.Strike.class);
  }

  private long heartbeatNanos() {
    Duration interval = log.heartbeatInterval();
    return interval.isZero() ? NEVER : interval.toNanos();
  }
}
