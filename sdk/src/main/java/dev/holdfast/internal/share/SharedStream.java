package dev.holdfast.internal.share;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.RealSubscription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream that several subscriptions listen to: its listener, which hands on what it hears. All
 * callbacks of all of them are callbacks of the one stream, so none overlap.
 *
 * <p>Who joins is told of the state, and is to hear of what follows the position: joining, and the
 * look at who is to hear of the next thing, exclude each other by this object's lock. No callback
 * runs under it.
 */
final class SharedStream implements StreamListener {
  private static final Logger log = LoggerFactory.getLogger("dev.holdfast.StreamClient");

  private final Sharing.Upstreams upstreams;
  private final Set<SharedSubscription> audible;
  private final Consumer<SharedStream> onOver;
  private final RealSubscription upstream;
  private final AtomicBoolean started = new AtomicBoolean();

  // Guarded by this. The list is replaced, never changed.
  private List<SharedSubscription> members = Collections.emptyList();
  private final Set<SharedSubscription> paused = new HashSet<>();
  private @Nullable String position;

  /** A loss after the position has been told; who joins there by it would not hear of that. */
  private boolean lossTold;

  private ConnectionState state = ConnectionState.IDLE;
  private @Nullable StreamException stateCause;
  private @Nullable ConnectionInfo connection;
  private boolean over;

  /**
   * @param audible takes who joins, as long as a callback may start for it
   * @param onOver is told, at least once, when nobody can join any more and before the last
   *     callbacks
   */
  SharedStream(
      StreamRequest request,
      Sharing.Upstreams upstreams,
      Set<SharedSubscription> audible,
      Consumer<SharedStream> onOver) {
    this.upstreams = upstreams;
    this.audible = audible;
    this.onOver = onOver;
    this.position = request.lastEventId();
    this.upstream = upstreams.create(request, this, this::abandoned);
    upstream.onCursorMoved(cursor -> each(moved(cursor), member -> member.moved(cursor)));
  }

  // ---- From any thread.

  /** Begins the stream, whoever calls first. */
  void start() {
    if (started.compareAndSet(false, true)) {
      upstreams.start(upstream);
    }
  }

  RealSubscription upstream() {
    return upstream;
  }

  synchronized int size() {
    return members.size();
  }

  /** Whether nobody can join any more. It stays so. */
  synchronized boolean isOver() {
    return over || upstream.state() == ConnectionState.CLOSED;
  }

  /** Returns null if the stream is over, or is not known to be where the request says. */
  @Nullable SharedSubscription join(StreamRequest request, StreamListener listener) {
    SharedSubscription member;
    int size;
    synchronized (this) {
      String from = request.lastEventId();
      if (isOver() || (from != null && (lossTold || !from.equals(position)))) {
        return null;
      }
      member = new SharedSubscription(request, listener, position, this, audible);
      audible.add(member);
      if (state != ConnectionState.IDLE) {
        member.joined(state, stateCause, connection);
      }
      List<SharedSubscription> more = new ArrayList<>(members);
      more.add(member);
      members = more;
      size = more.size();
    }
    upstream.pause(this::isPaused);
    if (size > 1) {
      upstream.deliver(
          () -> {
            log.debug("{} now has {} subscriptions", request, size);
            member.drain();
          });
    }
    return member;
  }

  /** One wants no connection for now, or wants one again: there is one while any wants it. */
  void pause(SharedSubscription member, boolean wanted) {
    synchronized (this) {
      if (!members.contains(member) || !(wanted ? paused.add(member) : paused.remove(member))) {
        return;
      }
    }
    upstream.pause(this::isPaused);
  }

  private synchronized boolean isPaused() {
    return !members.isEmpty() && paused.containsAll(members);
  }

  /** One hears no more; the last one ends the stream. Does nothing the second time. */
  void leave(SharedSubscription member) {
    boolean last;
    synchronized (this) {
      List<SharedSubscription> fewer = new ArrayList<>(members);
      if (!fewer.remove(member)) {
        return;
      }
      members = fewer;
      paused.remove(member);
      last = !over && fewer.isEmpty();
      over |= last;
    }
    if (!last) {
      upstream.pause(this::isPaused);
      return;
    }
    onOver.accept(this);
    upstream.cancel();
  }

  /** The stream is over without a last callback: cancelled, or there is no thread for it. */
  private void abandoned() {
    List<SharedSubscription> left = endAll();
    if (!left.isEmpty()) { // Or it has been told, or nobody knows this yet.
      onOver.accept(this);
      left.forEach(SharedSubscription::streamAbandoned);
    }
  }

  private synchronized List<SharedSubscription> endAll() {
    List<SharedSubscription> all = members;
    over = true;
    members = Collections.emptyList();
    return all;
  }

  // ---- Callbacks of the stream.

  @Override
  public void onEvent(StreamEvent event) {
    each(movedTo(event), member -> member.event(event));
  }

  @Override
  public void onOpen(ConnectionInfo opened) {
    List<SharedSubscription> all;
    synchronized (this) {
      connection = opened;
      all = members;
    }
    each(all, member -> member.tell(listener -> listener.onOpen(opened)));
  }

  @Override
  public void onStateChange(ConnectionState next, @Nullable StreamException cause) {
    List<SharedSubscription> all;
    synchronized (this) {
      state = next;
      stateCause = cause;
      connection = null; // An open stream says next which one it is.
      all = members;
    }
    each(all, member -> member.tell(listener -> listener.onStateChange(next, cause)));
  }

  @Override
  public void onRetry(RetryInfo retry) {
    each(all(), member -> member.tell(listener -> listener.onRetry(retry)));
  }

  @Override
  public void onAttemptEnded(AttemptReport report) {
    each(all(), member -> member.tell(listener -> listener.onAttemptEnded(report)));
  }

  @Override
  public void onGap(Gap gap) {
    List<SharedSubscription> all;
    synchronized (this) {
      lossTold = true;
      all = members;
    }
    each(all, member -> member.tell(listener -> listener.onGap(gap)));
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    List<SharedSubscription> all = endAll();
    onOver.accept(this);
    each(all, member -> member.streamClosed(cause));
  }

  private synchronized List<SharedSubscription> all() {
    return members;
  }

  /** Returns who is to hear of what leads to a position; who joins later begins there. */
  private synchronized List<SharedSubscription> moved(@Nullable String cursor) {
    position = cursor;
    return members;
  }

  private synchronized List<SharedSubscription> movedTo(StreamEvent event) {
    lossTold = false;
    return moved(event.lastEventId());
  }

  private static void each(
      List<SharedSubscription> members, Consumer<SharedSubscription> callback) {
    for (SharedSubscription member : members) {
      callback.accept(member);
    }
  }
}
