package dev.holdfast.internal.connection;

import dev.holdfast.ConnectionState;
import dev.holdfast.SendSettings;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.SocketConversation.Sending;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Outbox;
import dev.holdfast.internal.session.OutboxEntry;
import dev.holdfast.internal.session.OutboxRoom;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.PostEnd;
import dev.holdfast.internal.transport.Poster;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in a channel's outbox: by the active connection if that is a WebSocket that takes
 * messages, otherwise by POST, one at a time. While a POST is under way nothing goes by WebSocket,
 * so that nothing overtakes it. Confined to the stream's serial context.
 */
final class Sender implements Uplink {
  /** So much may be on its way into a socket; OkHttp closes one whose queue passes 16 MiB. */
  private static final long WINDOW_BYTES = 1 << 20;

  /** How soon to look whether a socket's queue has drained. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Supervisor supervisor;
  private final Environment env;
  private final StreamRequest request;
  private final SendSettings settings;
  private final TransportOrder order;
  private final TransportMemory memory;
  private final Poster poster;
  private final OutboxRoom room;
  private final Runnable onDrained;
  private final Outbox outbox;
  private final SendTimer timer;

  private @Nullable Link active;

  /** The WebSocket that messages went by last. */
  private @Nullable Link sendsBy;

  /** When messages no longer wait for the upgrade; set while there is a connection below it. */
  private long graceEnds;

  private boolean hasGrace;
  private Poster.@Nullable Posting posting;
  private RetryPlan pace;
  private boolean doubtful;
  private boolean draining;
  private Timers.@Nullable Timer deadline;
  private boolean closed;

  /**
   * @param onDrained is told when nothing is left of what {@link #drain} was to see out; from any
   *     thread, perhaps twice
   */
  Sender(
      Supervisor supervisor,
      Environment env,
      StreamRequest request,
      TransportOrder order,
      TransportMemory memory,
      Poster poster,
      OutboxRoom room,
      Tidings tidings,
      Runnable onDrained) {
    this.supervisor = supervisor;
    this.env = env;
    this.request = request;
    this.settings = request.sending();
    this.order = order;
    this.memory = memory;
    this.poster = poster;
    this.room = room;
    this.onDrained = onDrained;
    this.pace = new RetryPlan(request.backoff(), env.random);
    this.timer = new SendTimer(env, () -> supervisor.fromControl(this::onTimer));
    this.outbox =
        new Outbox(
            (entry, state, cause) -> {
              room.decide(entry, state, cause);
              tidings.add(entry.receipt());
            });
  }

  @Override
  public void active(Link link) {
    if (active != link) {
      inactive();
      active = link;
    }
    look();
  }

  @Override
  public void inactive() {
    Link link = active;
    active = null;
    if (link != null) {
      outbox.lost(link, new StreamException(Reason.CONNECTION_LOST, "lost at this message", null));
    }
    if (supervisor.lifecycle().is(ConnectionState.CLOSED)) {
      close();
    }
  }

  private void onTimer() {
    timer.fired();
    look();
  }

  /** There may be something to do: sends what can be sent. */
  @Override
  public void look() {
    if (closed) {
      return;
    }
    room.takeArrived().forEach(outbox::add);
    long now = env.clock.nanoTime();
    outbox.expire(now);
    long again = posting == null ? send(now) : Outbox.NEVER;
    again = Math.min(again, outbox.dueIn(now));
    if (draining && outbox.isEmpty()) {
      if (unsentBytes() == 0) {
        onDrained.run();
        return;
      }
      again = Math.min(again, LOOK_NANOS);
    }
    timer.set(now, again);
  }

  /** Returns after what time to look again. */
  private long send(long now) {
    Link link = active;
    if (link == null || !link.isOpen()) {
      return Outbox.NEVER;
    }
    Sending sending = link.sending;
    if (sending == Sending.ACKNOWLEDGED || sending == Sending.UNACKNOWLEDGED) {
      hasGrace = false;
      if (link != sendsBy) {
        // What another way asked to pause for is over.
        sendsBy = link;
        outbox.endPauses();
      }
      return sendBy(link, sending == Sending.ACKNOWLEDGED, now);
    }
    if (link.type == TransportType.WEBSOCKET && sending == null) {
      // Its hello is to come, or it has just broken.
      return Outbox.NEVER;
    }
    if (!hasGrace) {
      hasGrace = true;
      graceEnds = now + Nanos.of(settings.upgradeGrace());
    }
    if (sending == null && mayUpgrade() && graceEnds - now > 0) {
      return outbox.hasWaiting() ? graceEnds - now : Outbox.NEVER;
    }
    post(now);
    return Outbox.NEVER;
  }

  private boolean mayUpgrade() {
    return order.tried().contains(TransportType.WEBSOCKET)
        && !memory.isAvoided(request, TransportType.WEBSOCKET);
  }

  private long sendBy(Link link, boolean acknowledged, long now) {
    Attempt attempt = link.attempt;
    OutboxEntry next = outbox.next(now);
    while (attempt != null && next != null) {
      if (attempt.unsentBytes() >= WINDOW_BYTES) {
        return LOOK_NANOS;
      }
      outbox.sent(
          next, link, acknowledged, now, acknowledged ? Nanos.of(settings.ackTimeout()) : 0);
      attempt.send(next.message());
      next = outbox.next(now);
    }
    return Outbox.NEVER;
  }

  private void post(long now) {
    OutboxEntry next = outbox.next(now);
    if (next == null) {
      return;
    }
    String id = next.message().ref();
    Object route = new Object();
    outbox.sent(next, route, true, now, 0);
    try {
      posting =
          poster.post(
              next.message(),
              doubtful,
              end -> supervisor.fromControl(() -> posted(id, route, end)));
    } catch (RuntimeException | OutOfMemoryError noThread) {
      outbox.again(id, route, now + pause(0));
    }
  }

  private void posted(String id, Object route, PostEnd end) {
    posting = null;
    if (closed) {
      return;
    }
    doubtful = end.isTimeout();
    StreamException cause = end.cause();
    if (cause == null) {
      pace = new RetryPlan(request.backoff(), env.random);
      outbox.acknowledged(id);
    } else if (end.mayRetry()) {
      outbox.again(id, route, env.clock.nanoTime() + pause(end.retryAfterNanos()));
    } else {
      outbox.refused(id, route, cause);
    }
    look();
  }

  private long pause(long retryAfterNanos) {
    pace.ended(0, false);
    return pace.delayNanos(false, retryAfterNanos);
  }

  @Override
  public void queued(Link link, String ref) {
    outbox.handedOff(ref, link);
    look();
  }

  @Override
  public void notQueued(Link link, String ref) {
    outbox.notSent(ref, link);
    look();
  }

  @Override
  public void acknowledged(String ref) {
    pace = new RetryPlan(request.backoff(), env.random);
    outbox.acknowledged(ref);
    look();
  }

  @Override
  public void refused(Link link, String ref, @Nullable String reason, boolean retry) {
    if (retry) {
      outbox.again(ref, link, env.clock.nanoTime() + pause(0));
    } else {
      String why = "the message is not taken" + (reason == null ? "" : ": " + OneLine.of(reason));
      outbox.refused(ref, link, new StreamException(Reason.MESSAGE_REFUSED, why, null));
    }
    look();
  }

  /** Sees out what there is, then says so, or after this time. */
  void drain(long nanos) {
    if (!closed && !draining) {
      draining = true;
      deadline = env.timers.schedule(nanos, onDrained);
      look();
    }
  }

  private long unsentBytes() {
    Link link = active;
    Attempt attempt = link == null ? null : link.attempt;
    return attempt == null ? 0 : attempt.unsentBytes();
  }

  private void close() {
    if (closed) {
      return;
    }
    room.close();
    room.takeArrived().forEach(outbox::add);
    closed = true;
    timer.cancel();
    if (deadline != null) {
      deadline.cancel();
    }
    outbox.close(
        new StreamException(Reason.CHANNEL_CLOSED, "the channel closed before an answer", null));
    if (posting != null) {
      posting.cancel();
    }
  }
}
