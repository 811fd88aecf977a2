package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.ResumeCheck;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.delivery.Delivery;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.loop.SerialContext;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.Transports;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of one stream: which attempt is active, which is a candidate beside it, and what follows
 * when one of them says something. All state is confined to the serial context; what other threads
 * read is volatile, and written there only. An attempt that is neither active nor candidate is
 * stale, and changes nothing.
 */
final class Supervisor {
  private final SerialContext context = new SerialContext(this::onBug);
  private final Environment env;
  private final boolean anchorsReconnects;
  private final Session session;
  private final Delivery delivery;
  private final Lifecycle lifecycle;
  private final Opening opening;
  private final Trace trace;
  private final Negotiator negotiator;
  private final Launcher launcher;
  private final Recovery recovery;
  private final Upkeep upkeep;
  private final Handover handover;
  private final Reception reception;
  private final Backlog backlog;
  private final Demands demands;
  private final Consumer<StreamListener> beforeLast;
  private final Runnable onOver;

  private volatile @Nullable Link active;

  /**
   * {@code beforeLast} runs among the callbacks, before the last. {@code onOver} runs in the serial
   * context when the stream has closed, for whatever reason.
   */
  Supervisor(
      Environment env,
      StreamRequest request,
      TransportOrder order,
      Transports transports,
      TransportMemory memory,
      Session session,
      Delivery delivery,
      Consumer<StreamListener> beforeLast,
      Runnable onOver) {
    this.env = env;
    this.anchorsReconnects = request.resumeCheck() == ResumeCheck.ANCHORED;
    this.session = session;
    this.delivery = delivery;
    this.lifecycle = new Lifecycle(delivery::notice);
    this.opening = new Opening(session, lifecycle, delivery::notice);
    this.trace = new Trace(env.clock, delivery::notice);
    this.negotiator = new Negotiator(request, order, memory);
    this.launcher = new Launcher(this, request, transports, session, env.timers, trace);
    this.recovery = new Recovery(this, env, request.backoff(), negotiator, trace);
    this.upkeep = new Upkeep(this, env, request, negotiator, memory);
    this.handover =
        new Handover(
            this, session, env.timers, launcher, trace, Nanos.of(request.proofTimeout()), upkeep);
    this.reception =
        new Reception(this, env.clock, session, recovery, negotiator, handover, upkeep, trace);
    this.backlog = new Backlog(this, delivery);
    this.demands = new Demands(this, backlog, launcher, negotiator, handover, upkeep, memory);
    this.beforeLast = beforeLast;
    this.onOver = onOver;
  }

  // ---- From any thread.

  Lifecycle lifecycle() {
    return lifecycle;
  }

  Diagnostics diagnostics() {
    return trace
        .diagnostics(lifecycle.state(), negotiator.lastTransport(), active, demands.heldBy())
        .withDropped(delivery.dropped());
  }

  /** Runs a task in the serial context; callbacks that it leads to run on a reader thread. */
  void fromControl(Runnable task) {
    context.execute(task);
    delivery.schedule();
  }

  /** The same, once the task that is running is done. */
  void later(Runnable task) {
    context.execute(task);
  }

  /** Runs a task in the serial context, then callbacks, on the calling reader thread. */
  void fromReader(Runnable task) {
    context.run(task);
    delivery.drain();
  }

  /**
   * As {@link #fromReader}, for what adds to what waits for the app: while too much does, the
   * reader of the active connection waits, before and after. A candidate's does not: what it holds
   * back is bounded, and it is to show what it can in time.
   */
  void fromReader(Link link, Runnable task) {
    delivery.awaitRoom(link.isActive);
    context.run(task);
    delivery.drain();
    delivery.awaitRoom(link.isActive);
  }

  Backlog backlog() {
    return backlog;
  }

  /** What the app and the client ask for; to be asked in the serial context. */
  Demands demands() {
    return demands;
  }

  // ---- In the serial context, as all that follows.

  void close(@Nullable StreamException cause) {
    if (lifecycle.is(ConnectionState.CLOSED)) {
      return;
    }
    lifecycle.to(ConnectionState.CLOSED, cause);
    recovery.stopWaiting();
    upkeep.stop();
    handover.drop(Next.REPLACED);
    dropActive(Next.REPLACED);
    delivery.last(beforeLast.andThen(listener -> listener.onClosed(cause)));
    onOver.run();
  }

  /**
   * No rule of ours threw this on purpose. A stream that is closed is better than one that hangs.
   */
  private void onBug(Throwable failure) {
    close(
        new StreamException(
            StreamException.Reason.INTERNAL, "bug in Holdfast: " + failure, failure));
  }

  // ---- For recovery, handover and upkeep.

  @Nullable Link active() {
    return active;
  }

  private void setActive(@Nullable Link link) {
    active = link;
    delivery.wake();
  }

  /** The active connection has ended by itself. */
  void activeEnded() {
    setActive(null);
    recovery.released();
    upkeep.stop();
  }

  Launcher launcher() {
    return launcher;
  }

  boolean canOverlap() {
    return session.canOverlap();
  }

  /** Whether a connection can be asked for a position. */
  boolean hasCursor() {
    return session.cursor() != null;
  }

  Opening opening() {
    return opening;
  }

  Reception reception() {
    return reception;
  }

  Handover handover() {
    return handover;
  }

  Trace trace() {
    return trace;
  }

  /** A cursor was refused: asks again at once. */
  void connectAgain(Link refused, StreamException refusal) {
    lifecycle.ensure(ConnectionState.CONNECTING, refusal);
    activate(launcher.launchDifferently(refused, false));
  }

  /** Another transport's turn, at once. */
  void fallBack(TransportType type, Link failed, AttemptEnd end) {
    lifecycle.ensure(ConnectionState.CONNECTING, end.cause());
    activate(
        end.isPollAnswer()
            ? launcher.launchAfter(failed, type, end)
            : launcher.launch(type, anchorsReconnects));
  }

  void waitFor(RetryInfo retry) {
    lifecycle.to(ConnectionState.WAITING, retry.cause());
    delivery.notice(listener -> listener.onRetry(retry));
  }

  void breakThenMake() {
    handover.drop(demands.afterDrop());
    dropActive(demands.afterDrop());
    connect();
  }

  void abandonActive(Link candidate, AttemptEnd end) {
    Link link = active;
    if (link != null) {
      dropActive(Next.REPLACED);
      recovery.ended(link, candidate, end);
    }
  }

  void replaceActive(Link link) {
    dropActive(Next.REPLACED);
    activate(link);
  }

  /** Makes a poll the active connection, and returns the one that it was beside, still open. */
  @Nullable Link exchangeActive(Link poll, boolean synced) {
    Link former = active;
    if (former != null) {
      // What it brings from now on is compared with what it has not brought so far.
      former.continuation = session.fromHere();
      recovery.served(former);
    }
    activate(poll);
    opening.announce(poll, synced);
    return former;
  }

  private void activate(Link link) {
    setActive(link);
    link.succeeds = recovery.wasServed();
    if (link.proven) {
      recovery.proven(link);
    }
    upkeep.active(link);
  }

  /** Begins from a position, unless the stream was closed while that was looked for. */
  void begin(@Nullable String cursor) {
    if (lifecycle.is(ConnectionState.IDLE)) {
      session.startAt(cursor);
      connect();
    }
  }

  void connect() {
    recovery.stopWaiting();
    if (demands.isHeld()) {
      recovery.held();
      lifecycle.ensure(ConnectionState.WAITING, null);
      return;
    }
    recovery.released();
    lifecycle.ensure(ConnectionState.CONNECTING, null);
    activate(launcher.launch(negotiator.transport(), anchorsReconnects));
  }

  private void dropActive(Next next) {
    Link link = active;
    if (link != null) {
      setActive(null);
      upkeep.stop();
      recovery.served(link);
      recovery.released();
      link.cancel();
      trace.ended(link, null, null, next, null);
    }
  }
}
