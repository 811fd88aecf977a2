package dev.holdfast.internal.sim;

import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Salvage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A loop of polls: one request after the other, each answered once there is something. */
final class SimPoll extends SimConnection {
  private static final int FIRST_HOLD = 5_000;
  private static final int HOLD = 25_000;
  private static final int MARGIN = 10_000;
  private static final int PACE = 1_000;
  private static final int SLOWEST_PACE = 5_000;

  private @Nullable String position;
  private @Nullable String carried;
  private long askedAt;
  private int number;
  private int pace = PACE;
  private boolean atServer;
  private int untilFault;

  SimPoll(SimNetwork network, AttemptSpec spec, AttemptSink sink) {
    super(TransportType.LONG_POLL, network, spec, sink);
    this.position = spec.cursor();
    this.untilFault = network.eventsUntilFault();
    SimServer.Answer salvaged = network.middlebox.answerIn(Salvage.from(spec));
    if (salvaged == null) {
      ask();
    } else {
      carried = position;
      askedAt = world.millis();
      number++;
      world.after(1, () -> heard(salvaged));
      open = true;
    }
  }

  private void ask() {
    if (cancelled || ended) {
      end(network.reset());
      return;
    }
    network.polls++;
    int poll = ++number;
    carried = position;
    askedAt = world.millis();
    int hold = poll == 1 ? FIRST_HOLD : HOLD;
    world.after(latency, () -> arriveAtServer(hold));
    world.after(hold + MARGIN, () -> giveUp(poll));
  }

  private void giveUp(int poll) {
    if (poll == number && askedAt >= 0) {
      end(ended(Verdict.UNREACHABLE, Reason.TIMEOUT));
    }
  }

  private void arriveAtServer(int hold) {
    AttemptEnd refusal = network.middlebox.refusal(TransportType.LONG_POLL);
    if (cancelled) {
      end(network.reset());
    } else if (silent || network.middlebox.swallows(TransportType.LONG_POLL)) {
      silent = true;
    } else if (refusal != null) {
      world.after(latency, () -> end(refusal));
    } else if (network.server.isDown()) {
      world.after(latency, () -> end(network.refused()));
    } else if (network.server.isGone(carried)) {
      world.after(latency, () -> end(network.gone()));
    } else {
      atServer = true;
      network.server.polls.poll(this, carried, hold);
    }
  }

  @Override
  void produced(SimServer.Entry entry) {
    network.server.polls.produced(this, entry);
  }

  /** Whether a poll waits at the server. */
  boolean isAtServer() {
    return atServer;
  }

  /** From the server: the answer to the poll. */
  void answer(SimServer.Answer answer) {
    if (!atServer || ended || silent) {
      return;
    }
    untilFault -= Math.max(1, answer.events().size());
    if (untilFault <= 0) {
      untilFault = network.eventsUntilFault();
      network.strike(this);
    }
    if (atServer && !silent) {
      atServer = false;
      open = true;
      push(network.delay(), () -> heard(answer));
    }
  }

  /** The answer is in, all of it: goes through it one event at a time. */
  private void heard(SimServer.Answer answer) {
    boolean held = world.millis() - askedAt >= PACE;
    askedAt = -1;
    if (number == 1) {
      tellOpened();
    } else {
      sink.asked(carried);
    }
    if (answer.reportsGap()) {
      sink.gap(carried, null);
    }
    for (SimServer.Entry entry : answer.events()) {
      push(-latency, () -> heard(entry));
    }
    push(-latency, () -> heardAll(answer, held));
    pump();
  }

  private void heard(SimServer.Entry entry) {
    position = entry.id() == null ? position : entry.id();
    sink.event(
        StreamEvent.create(entry.id(), position, "message", entry.data(), TransportType.LONG_POLL));
  }

  private void heardAll(SimServer.Answer answer, boolean held) {
    String next = answer.nextCursor();
    if (next != null && !next.equals(position)) {
      position = next;
      sink.cursor(next);
    }
    boolean moved = !Objects.equals(position, carried);
    if (held || (moved && !answer.events().isEmpty())) {
      pace = PACE;
      ask();
    } else {
      world.after(pace, this::ask);
      pace = Math.min(pace * 2, SLOWEST_PACE);
    }
  }

  /** From the server: the position is one that it can no longer continue from. */
  void gone() {
    fail(network.gone());
  }

  @Override
  void finish() {
    fail(network.finished());
  }

  /** An answer is read as a whole: one that breaks off is none. */
  @Override
  void reset(int lostOnTheWay) {
    fail(network.reset());
  }

  /** Only a poll that is out can fail; between two of them there is no connection. */
  private void fail(AttemptEnd how) {
    if (atServer) {
      atServer = false;
      network.server.closed(this);
      world.after(latency, () -> end(how));
    }
  }
}
