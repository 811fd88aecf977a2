package dev.holdfast.internal.connection;

import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Transport;
import dev.holdfast.internal.transport.Verdict;

/** Starts a stream's attempts, and ends those that get no response. In the serial context. */
final class Launcher {
  private final StreamRequest request;
  private final Transport transport;
  private final Session session;
  private final Timers timers;
  private int attempts;
  private boolean doubtful;

  Launcher(StreamRequest request, Transport transport, Session session, Timers timers) {
    this.request = request;
    this.transport = transport;
    this.session = session;
    this.timers = timers;
  }

  /** The connections that there are may be dead: the next attempt uses none of them. */
  void doubtConnections() {
    doubtful = true;
  }

  /**
   * Starts an attempt that continues the stream.
   *
   * @param anchored whether to ask from the anchor, where there is one
   */
  Link launch(Supervisor supervisor, boolean anchored) {
    String anchor = anchored ? session.anchor() : null;
    Link link =
        anchor != null
            ? new Link(supervisor, ++attempts, session.fromAnchor(), anchor, false)
            : new Link(supervisor, ++attempts, session.fromCursor(), session.cursor(), false);
    return launch(link, supervisor);
  }

  /** Whether an attempt asked for another position than the cursor. */
  boolean askedElsewhere(Link link) {
    return link.cursorSent != null && !link.cursorSent.equals(session.cursor());
  }

  /** Starts an attempt without the cursor that the server may mind. */
  Link launchWithoutCursor(Supervisor supervisor) {
    return launch(new Link(supervisor, ++attempts, session.fromAnywhere(), null, true), supervisor);
  }

  private Link launch(Link link, Supervisor supervisor) {
    try {
      long limit = Nanos.of(request.responseTimeout());
      if (limit > 0) {
        link.deadline =
            timers.schedule(
                limit, () -> supervisor.fromControl(() -> onNoResponse(supervisor, link)));
      }
      // Last, for nobody could end an attempt that is known to none.
      link.attempt =
          transport.open(new AttemptSpec(request, link.number, link.cursorSent, doubtful), link);
      doubtful = false;
    } catch (RuntimeException | OutOfMemoryError noThread) {
      AttemptEnd end =
          AttemptEnd.of(
              Verdict.UNREACHABLE,
              StreamException.Reason.RESOURCES,
              "no thread to read on: " + OneLine.of(noThread),
              noThread);
      supervisor.later(() -> supervisor.onEnded(link, end));
    }
    return link;
  }

  private void onNoResponse(Supervisor supervisor, Link link) {
    if (link.isOpen()) {
      return;
    }
    link.cancel();
    doubtConnections();
    long millis = request.responseTimeout().toMillis();
    supervisor.onEnded(
        link,
        AttemptEnd.of(
            Verdict.UNREACHABLE,
            StreamException.Reason.TIMEOUT,
            "no response within " + millis + " ms: " + request));
  }
}
