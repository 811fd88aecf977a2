package dev.holdfast.internal.sim;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import org.jspecify.annotations.Nullable;

/** A WebSocket: the server's hello comes first, and pings find out what is dead. */
final class SimSocket extends SimAttempt {
  private static final int PROOF = 5_000;
  private static final int PING = 25_000;

  private boolean greeted;

  SimSocket(SimNetwork network, AttemptSpec spec, AttemptSink sink) {
    super(TransportType.WEBSOCKET, network, spec, sink);
    world.after(PROOF, this::muted);
    world.after(world.between(1, PING), this::ping);
  }

  private void muted() {
    if (!greeted) {
      end(ended(Verdict.MUTED, Reason.MUTED));
    }
  }

  /** Its answer is missed when the next one is due. */
  private void ping() {
    boolean lost = silent;
    if (!ended) {
      world.after(
          PING,
          () -> {
            if (lost) {
              end(ended(Verdict.LOST, Reason.SILENT));
            } else {
              ping();
            }
          });
    }
  }

  @Override
  AttemptEnd refused(AttemptEnd refusal) {
    return refusal;
  }

  @Override
  void greet(boolean resumed) {
    if (world.chance(0.05)) {
      // It dies as soon as it is there.
      reset(0);
      return;
    }
    String start = network.server.startCursorOf(spec.cursor());
    push(0, () -> hello(resumed, start));
  }

  private void hello(boolean resumed, @Nullable String start) {
    greeted = true;
    sink.proven();
    if (start != null) {
      sink.cursor(start);
    }
    if (spec.cursor() != null && resumed) {
      sink.resumed();
    } else if (spec.cursor() != null) {
      sink.notResumed(spec.cursor(), null);
    }
  }
}
