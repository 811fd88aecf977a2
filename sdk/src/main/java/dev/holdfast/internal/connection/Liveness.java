package dev.holdfast.internal.connection;

import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.internal.loop.Nanos;
import java.util.concurrent.TimeUnit;

/**
 * How long a stream's connection may be silent before it is in doubt. Learns the rhythm of the
 * server's comments. Knows no clock: it is told how long things took. Confined to the stream's
 * serial context.
 */
final class Liveness {
  static final long UNLEARNED_NANOS = TimeUnit.SECONDS.toNanos(60);
  static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(5);
  static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(120);

  /** A stream that is quiet for hours is still looked after so often. */
  static final long MOST_PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(8);

  private static final long LEAST_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int SAMPLES = 3;

  private final HeartbeatPolicy policy;
  private final long[] samples = new long[SAMPLES];
  private int taken;
  private int doublings;

  Liveness(HeartbeatPolicy policy) {
    this.policy = policy;
  }

  /** Whether silence is looked at. */
  boolean isOn() {
    return policy.kind() != HeartbeatPolicy.Kind.NONE;
  }

  /** Whether silence ends a connection, rather than puts it in doubt. */
  boolean isFixed() {
    return policy.kind() == HeartbeatPolicy.Kind.FIXED;
  }

  /** Another connection: its server may have another rhythm. */
  void connected() {
    taken = 0;
    doublings = 0;
  }

  /** The connection, idle until then, brought a comment after this long. */
  void comment(long idleNanos) {
    if (idleNanos < LEAST_IDLE_NANOS) {
      // It belongs to the event before it, and says nothing about how often one comes by itself.
      return;
    }
    samples[taken % SAMPLES] = idleNanos;
    taken++;
  }

  /** The connection was silent beyond the deadline, and nothing was missed by it. */
  void foundHealthy() {
    doublings++;
  }

  /**
   * The connection brought an event, or a comment in its rhythm: it is as good as new.
   *
   * @return whether it had more time than a new one
   */
  boolean event() {
    boolean patient = doublings > 0;
    doublings = 0;
    return patient;
  }

  /** Whether the server's comments have a rhythm, so that a silence says something. */
  boolean isLearned() {
    return cadence() > 0;
  }

  /** How long the connection may be silent. */
  long deadlineNanos() {
    if (isFixed()) {
      return Nanos.of(policy.deadline());
    }
    long cadence = cadence();
    long deadline =
        cadence == 0
            ? UNLEARNED_NANOS
            : Math.min(MOST_NANOS, Math.max(LEAST_NANOS, cadence / 2 * 5));
    for (int i = 0; i < doublings && deadline < MOST_PATIENCE_NANOS; i++) {
      deadline *= 2;
    }
    return Math.min(deadline, MOST_PATIENCE_NANOS);
  }

  /** The longest of the latest intervals, if they are alike; else 0. */
  private long cadence() {
    if (taken < SAMPLES) {
      return 0;
    }
    long least = Long.MAX_VALUE;
    long most = 0;
    for (long sample : samples) {
      least = Math.min(least, sample);
      most = Math.max(most, sample);
    }
    return most <= least + least / 2 ? most : 0;
  }
}
