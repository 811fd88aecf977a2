package dev.holdfast.internal.transport;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.internal.OneLine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that starts once the app has said what to authenticate with. Safe for use from any
 * thread.
 */
final class CredentialedAttempt implements Attempt, Asking.Answer {
  private final Transport transport;
  private final AttemptSpec spec;
  private final AttemptSink sink;
  private final CredentialSource source;
  private final boolean waits;
  private final Asking asking;

  /** Guarded by this: what was started, and whether it is to be given up. */
  private @Nullable Attempt attempt;

  private boolean cancelled;

  /**
   * @param waits whether it is told to {@link #begin}, as the stream may have gone on meanwhile
   */
  CredentialedAttempt(
      Transport transport,
      TransportType type,
      AttemptSpec spec,
      AttemptSink sink,
      CredentialSource source,
      boolean waits) {
    this.transport = transport;
    this.spec = spec;
    this.sink = sink;
    this.source = source;
    this.waits = waits;
    this.asking = new Asking(source, type, spec.refused(), this);
  }

  /** Starts; as {@link Transport#open}. */
  void ask() {
    if (waits) {
      sink.asksApp();
    }
    try {
      source.env.readers.execute(asking);
    } catch (RuntimeException | Error noThread) {
      asking.cancel();
      throw noThread;
    }
  }

  @Override
  public void granted(Grant grant) {
    sink.granted(grant);
    if (waits) {
      sink.letIn();
    } else {
      begin(spec.with(grant));
    }
  }

  @Override
  public void unavailable(AttemptEnd end) {
    sink.abandoned(end);
  }

  @Override
  public void begin(AttemptSpec now) {
    try {
      beginOrGoOn(now);
    } catch (RuntimeException | OutOfMemoryError noThread) {
      sink.abandoned(
          AttemptEnd.of(
              Verdict.UNREACHABLE,
              Reason.RESOURCES,
              "no thread to read on: " + OneLine.of(noThread),
              noThread));
    }
  }

  private synchronized void beginOrGoOn(AttemptSpec now) {
    if (cancelled) {
      return;
    }
    if (attempt == null) {
      attempt = transport.open(now, sink);
    } else {
      attempt.begin(now);
    }
  }

  @Override
  public void cancel() {
    Attempt started = stop();
    if (started != null) {
      started.cancel();
    }
  }

  @Override
  public void giveUp() {
    Attempt started = stop();
    if (started != null) {
      started.giveUp();
    }
  }

  /** Returns what was started. If nothing was, nothing will be. */
  private @Nullable Attempt stop() {
    Attempt started;
    boolean first;
    synchronized (this) {
      first = !cancelled;
      cancelled = true;
      started = attempt;
    }
    asking.cancel();
    if (first && started == null) {
      sink.abandoned(
          AttemptEnd.of(
              Verdict.LOST, Reason.CONNECTION_LOST, "cancelled before there were credentials"));
    }
    return started;
  }

  @Override
  public @Nullable String heldBy() {
    Attempt started = started();
    return started == null ? "the app's credentials provider" : started.heldBy();
  }

  @Override
  public void hurry() {
    Attempt started = started();
    if (started != null) {
      started.hurry();
    }
  }

  @Override
  public long waitsSince() {
    Attempt started = started();
    return started == null ? NOT_WAITING : started.waitsSince();
  }

  @Override
  public void send(OutgoingMessage message) {
    Objects.requireNonNull(started()).send(message);
  }

  @Override
  public long unsentBytes() {
    Attempt started = started();
    return started == null ? 0 : started.unsentBytes();
  }

  private synchronized @Nullable Attempt started() {
    return attempt;
  }
}
