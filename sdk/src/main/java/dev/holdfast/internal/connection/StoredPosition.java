package dev.holdfast.internal.connection;

import dev.holdfast.CursorStore;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.delivery.Delivery;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.store.CursorKeeper;
import dev.holdfast.internal.store.StoreClaims;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream and its cursor store, if it has one: where it begins, what of its course is saved, and
 * when that is over.
 */
final class StoredPosition {
  private static final Logger log = LoggerFactory.getLogger("dev.holdfast.StreamClient");

  private final StreamRequest request;
  private final Delivery delivery;
  private final @Nullable CursorKeeper keeper;

  /**
   * @param streamOver whether the stream's place in the store may be given to another
   */
  StoredPosition(
      Environment env, StreamRequest request, Delivery delivery, BooleanSupplier streamOver) {
    this.request = request;
    this.delivery = delivery;
    CursorStore store = request.cursorStore();
    String name = request.cursorName();
    this.keeper =
        store == null || name == null
            ? null
            : new CursorKeeper(
                env,
                store,
                name,
                request.cursorSaving(),
                // Elsewhere the cursor moves on threads of the app, which must not be held up.
                request.delivery().executor() == null && !request.delivery().isManualAck(),
                streamOver,
                this::notSaved);
  }

  /**
   * Takes the stream's place in the store.
   *
   * @throws IllegalStateException if another stream has it
   */
  void claim(StoreClaims claims) {
    if (keeper != null) {
      keeper.claim(claims);
    }
  }

  /** Begins the stream, where the store says, or the request. */
  void begin(Supervisor supervisor) {
    if (keeper == null) {
      supervisor.fromControl(supervisor::connect);
      return;
    }
    keeper.begin(
        request.lastEventId(),
        cursor -> {
          delivery.startAt(cursor);
          supervisor.fromControl(() -> supervisor.begin(cursor));
        },
        cause -> supervisor.fromControl(() -> supervisor.close(cause)));
  }

  /** The processed cursor moved. On the thread that moved it. */
  void moved(@Nullable String cursor, int count) {
    if (keeper != null) {
      keeper.moved(cursor, count);
    }
  }

  /** Saves what is due after that. On the same thread. */
  void saveDue() {
    if (keeper != null) {
      keeper.saveDue();
    }
  }

  /** The stream has no connection for a while, or again. From any thread. */
  void resting(boolean is) {
    if (keeper != null) {
      keeper.resting(is);
    }
  }

  /** Saves for the last time, on a reader thread. From any thread. */
  void saveLast() {
    if (keeper != null) {
      keeper.finishLater(delivery::awaitCallback);
    }
  }

  /** Who hears of the end can rely on it that the position is saved, or knows that it is not. */
  void beforeLast(StreamListener listener) {
    if (keeper != null && !keeper.isInPlace()) {
      saveLast();
      return;
    }
    StreamException failure = keeper == null ? null : keeper.finish();
    if (failure != null) {
      try {
        listener.onCursorNotSaved(failure);
      } catch (Throwable thrown) {
        log.warn("{}: a callback of the listener failed", request, thrown);
      }
    }
  }

  /** Open until nothing is saved any more. */
  CountDownLatch over() {
    return keeper == null ? delivery.over() : keeper.done();
  }

  private void notSaved(StreamException failure) {
    if (delivery.over().getCount() == 0) {
      // No callback starts any more.
      log.warn("{}: {}", request, failure.getMessage(), failure.getCause());
      return;
    }
    delivery.notice(listener -> listener.onCursorNotSaved(failure));
    if (!delivery.isInCallback()) {
      delivery.schedule();
    }
  }
}
