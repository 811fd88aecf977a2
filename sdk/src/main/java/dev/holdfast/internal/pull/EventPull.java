package dev.holdfast.internal.pull;

import dev.holdfast.EventIterator;
import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.Subscription;
import dev.holdfast.internal.loop.Nanos;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands each event from the reader that brings it to whoever asks for it. The reader waits until
 * the app is done with it: that is what keeps the stream from reading ahead, and what moves the
 * processed cursor at the right time.
 */
public final class EventPull implements EventIterator, StreamListener {
  /** Which gaps are kept for an app that does not ask for events; later ones say no more. */
  private static final int MAX_GAPS = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  /** The event whose reader waits. */
  private @Nullable StreamEvent offered;

  /** The app has that event. */
  private boolean taken;

  private List<Gap> gapsBefore = new ArrayList<>();
  private List<Gap> gaps = Collections.emptyList();

  /** Nothing more comes. */
  private boolean over;

  /** The app was told so, and has the gaps after the last event. */
  private boolean endSeen;

  private boolean closed;
  private @Nullable StreamException cause;

  /** Set before anyone else has this. */
  private @Nullable Subscription stream;

  /** Sets the stream that this is the listener of, before the app has this. */
  public EventPull of(Subscription own) {
    stream = own;
    return this;
  }

  // ---- What the stream tells.

  @Override
  public void onEvent(StreamEvent event) {
    lock.lock();
    try {
      offered = event;
      taken = false;
      changed.signalAll();
      while (offered == event && !over) {
        changed.awaitUninterruptibly();
      }
      if (offered == event) {
        // The app is not done with it: it is not behind the processed cursor.
        throw new IllegalStateException("closed");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onGap(Gap gap) {
    lock.lock();
    try {
      if (gapsBefore.size() < MAX_GAPS) {
        gapsBefore.add(gap);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onClosed(@Nullable StreamException why) {
    end(why);
  }

  /** The stream is over, and has no callback to say so: cancelled, or no thread is left. */
  public void cancelled() {
    end(stream == null ? null : stream.closeCause());
  }

  private void end(@Nullable StreamException why) {
    lock.lock();
    try {
      if (!over) {
        over = true;
        cause = why;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- What the app asks for.

  @Override
  public boolean hasNext() {
    try {
      return await(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("waiting for an event");
      interrupted.initCause(e);
      throw new UncheckedIOException(interrupted);
    }
  }

  @Override
  public StreamEvent next() {
    StreamEvent event = hasNext() ? take() : null;
    if (event == null) {
      throw new NoSuchElementException("the stream is over");
    }
    return event;
  }

  @Override
  public @Nullable StreamEvent next(Duration timeout) throws InterruptedException {
    return await(Nanos.of(timeout)) ? take() : null;
  }

  /** Returns whether there is an event to take. */
  private boolean await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (taken) {
        done();
      }
      long left = nanos;
      while (offered == null && !over && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        return false;
      }
      if (offered != null) {
        return !over;
      }
      if (over) {
        if (!endSeen) {
          endSeen = true;
          takeGaps();
        }
        if (cause != null) {
          throw cause;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the event that there is; null if this was closed meanwhile. */
  private @Nullable StreamEvent take() {
    lock.lock();
    try {
      StreamEvent event = offered;
      if (event == null || over) {
        return null;
      }
      taken = true;
      takeGaps();
      return event.withAcknowledgement(() -> acknowledged(event));
    } finally {
      lock.unlock();
    }
  }

  private void takeGaps() {
    gaps = Collections.unmodifiableList(gapsBefore);
    gapsBefore = new ArrayList<>();
  }

  private void acknowledged(StreamEvent event) {
    lock.lock();
    try {
      if (taken && offered == event) {
        done();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The app is done with the event that it has. */
  private void done() {
    offered = null;
    taken = false;
    changed.signalAll();
  }

  @Override
  public List<Gap> gaps() {
    lock.lock();
    try {
      return gaps;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Subscription subscription() {
    return Objects.requireNonNull(stream);
  }

  @Override
  public Stream<StreamEvent> asStream() {
    int character = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, character), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    // First, so that what the waiting reader says of its event counts no more.
    subscription().cancel();
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    end(null);
  }

  @Override
  public String toString() {
    return "EventIterator{" + stream + "}";
  }
}
