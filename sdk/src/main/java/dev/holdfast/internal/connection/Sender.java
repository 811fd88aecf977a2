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
  private final OutboxRoom room;
  private final Runnable onDrained;
  private final Outbox outbox;
  private final SendTimer timer;
  private final SendPace pace;
  private final Posts posts;

  private @Nullable Link active;

  /** The WebSocket that messages went by last. */
  private @Nullable Link sendsBy;

  /** When messages no longer wait for the upgrade; set while there is a connection below it. */
  private long graceEnds;

  private boolean hasGrace;
  private boolean draining;
  private Timers.@Nullable Timer deadline;
  private long deadlineAt;
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
    this.room = room;
    this.onDrained = onDrained;
    this.pace = new SendPace(env, request.backoff());
    this.timer = new SendTimer(supervisor, env.timers, this::look);
    this.outbox =
        new Outbox(
            (entry, state, cause) -> {
              room.decide(entry, state, cause);
              tidings.add(entry.receipt());
            });
    this.posts = new Posts(supervisor, env, poster, outbox, pace, this::look);
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

  /** There may be something to do: sends what can be sent. */
  @Override
  public void look() {
    if (closed) {
      return;
    }
    room.takeArrived().forEach(outbox::add);
    long now = env.clock.nanoTime();
    if (active != null && unsentBytes() > 0) {
      outbox.notOutYet(active, unsentBytes(), now);
    }
    outbox.expire(now);
    long again = !posts.isUnderWay() ? send(now) : Outbox.NEVER;
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
    if (link == null || (memory.isOffline() && link.type != TransportType.WEBSOCKET)) {
      return Outbox.NEVER;
    }
    if (!link.isOpen()) {
      return sendUnanswered(link, now);
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
    posts.sendNext();
    return Outbox.NEVER;
  }

  /**
   * Many servers send the headers of an event stream with its first event, which may be what comes
   * of a message. So a request that is not answered, nor refused, does not hold messages back.
   */
  private long sendUnanswered(Link link, long now) {
    if (!link.sent || link.type == TransportType.WEBSOCKET) {
      return Outbox.NEVER;
    }
    long left = link.sentAt + Nanos.of(request.proofTimeout()) - now;
    if (left > 0) {
      return outbox.hasWaiting() ? left : Outbox.NEVER;
    }
    posts.sendNext();
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
    pace.taken();
    outbox.acknowledged(ref);
    look();
  }

  @Override
  public void refused(Link link, String ref, @Nullable String reason, boolean retry) {
    if (!retry) {
      outbox.refused(ref, link, notTaken(reason));
    } else if (outbox.isOnItsWay(ref, link)) {
      outbox.again(ref, link, pace.afterBurst(), false);
    }
    look();
  }

  @Override
  public void unsendable(Link link, String ref, String reason) {
    outbox.unsendable(ref, link, notTaken(reason), false);
    look();
  }

  private static StreamException notTaken(@Nullable String reason) {
    String why = "the message is not taken" + (reason == null ? "" : ": " + OneLine.of(reason));
    return new StreamException(Reason.MESSAGE_REFUSED, why, null);
  }

  @Override
  public void networkChanged() {
    posts.networkChanged();
    look();
  }

  /** Sees out what there is, then says so, or after this time; of two times the one that ends. */
  void drain(long nanos) {
    if (closed) {
      return;
    }
    long end = env.clock.nanoTime() + nanos;
    if (deadline == null || end - deadlineAt < 0) {
      if (deadline != null) {
        deadline.cancel();
      }
      deadline = env.timers.schedule(nanos, onDrained);
      deadlineAt = end;
    }
    draining = true;
    look();
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
    posts.close();
  }
}
