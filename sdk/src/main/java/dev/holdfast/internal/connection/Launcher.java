package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ResumeCheck;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Transports;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts a stream's attempts, and ends those that get no response. In the serial context. */
final class Launcher {
  private final Supervisor supervisor;
  private final StreamRequest request;
  private final Transports transports;
  private final Session session;
  private final Timers timers;
  private final Trace trace;

  /** How long an attempt may take to have a connection: look-up, connect, handshakes, proxies. */
  private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Refusals refusals = new Refusals();
  private int attempts;
  private boolean doubtful;

  Launcher(
      Supervisor supervisor,
      StreamRequest request,
      Transports transports,
      Session session,
      Timers timers,
      Trace trace) {
    this.supervisor = supervisor;
    this.request = request;
    this.transports = transports;
    this.session = session;
    this.timers = timers;
    this.trace = trace;
  }

  /** What the server has said of the credentials that attempts had. */
  Refusals refusals() {
    return refusals;
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
  Link launch(TransportType type, boolean anchored) {
    return launch(continuing(type, anchored), false, null);
  }

  /**
   * Starts an attempt that begins with the response to another one. That answers what the other one
   * asked, so it is that one's cursor that it continues from.
   */
  Link launchAfter(Link ended, TransportType type, AttemptEnd end) {
    return launch(
        new Link(
            supervisor,
            ++attempts,
            type,
            Link.From.GIVEN,
            ended.testsCursor,
            ended.continuation,
            ended.cursorSent),
        false,
        end);
  }

  /** Starts a candidate: an attempt beside the connection that there is, from the anchor. */
  Link launchCandidate(TransportType type) {
    return launch(continuing(type, true), true, null);
  }

  /**
   * Starts a poll beside an event stream that has shown nothing: from the same position, unless the
   * stream has gone on from there by an earlier poll.
   */
  Link launchProbe(Link beside) {
    boolean asked = Objects.equals(beside.cursorSent, session.cursor());
    boolean anchored = !asked || request.resumeCheck() == ResumeCheck.ANCHORED;
    Link link = continuing(TransportType.LONG_POLL, anchored);
    link.probes = true;
    return launch(link, true, null);
  }

  private Link continuing(TransportType type, boolean anchored) {
    return link(type, anchored ? Link.From.ANCHOR : Link.From.CURSOR);
  }

  private Link link(TransportType type, Link.From from) {
    boolean testsCursor = from == Link.From.NOWHERE;
    Link link =
        new Link(supervisor, ++attempts, type, from, testsCursor, session.fromAnywhere(), null);
    aim(link);
    return link;
  }

  /** It is to continue the stream from where that is now. */
  private void aim(Link link) {
    String anchor = link.from == Link.From.ANCHOR ? session.anchor() : null;
    if (anchor != null) {
      link.cursorSent = anchor;
      link.continuation = session.fromAnchor();
    } else if (link.from == Link.From.ANCHOR || link.from == Link.From.CURSOR) {
      link.cursorSent = session.cursor();
      link.continuation = session.fromCursor();
    }
  }

  /**
   * Starts another candidate where one was refused for what it sent along.
   *
   * @return null if it ended for something else, or has been replaced for that before
   */
  @Nullable Link launchInstead(Link refused, AttemptEnd end) {
    if (end.mayRefuseCursor()) {
      trace.ended(refused, end.verdict(), end.cause(), Next.RETRY_WITHOUT_CURSOR, refused.type);
      return launchDifferently(refused, true);
    }
    boolean asksAgain = end.verdict() == Verdict.REJECTED && refusals.mayAskAgain(refused, end);
    if (!asksAgain || refused.isOpen()) {
      return null;
    }
    trace.ended(refused, end.verdict(), end.cause(), Next.REFRESH_CREDENTIALS, refused.type);
    Link again = link(refused.type, refused.from);
    again.probes = refused.probes;
    return launch(again, true, null);
  }

  /**
   * Starts an attempt like one that was refused for its cursor: from the stream's own cursor, or
   * from none if that one was refused.
   */
  Link launchDifferently(Link refused, boolean asCandidate) {
    String cursor = session.cursor();
    // What a poll loop's later request carried is only known to be no older than what it began
    // with.
    boolean askedElsewhere =
        refused.isOpen()
            ? cursor != null
            : refused.cursorSent != null && !refused.cursorSent.equals(cursor);
    Link.From from = askedElsewhere ? Link.From.CURSOR : Link.From.NOWHERE;
    return launch(link(refused.type, from), asCandidate, null);
  }

  private Link launch(Link link, boolean asCandidate, @Nullable AttemptEnd before) {
    trace.began(link, asCandidate);
    try {
      begins(link);
      AttemptSpec spec = new AttemptSpec(request, link.number, link.cursorSent, doubtful);
      spec = spec.refused(refusals.untold());
      spec = link.probes ? spec.besideEventStream() : spec;
      spec = before == null ? spec : spec.after(before);
      link.spec = spec;
      // Last, for nobody could end an attempt that is known to none.
      link.attempt = transports.get(link.type).open(spec, link);
      doubtful = false;
    } catch (RuntimeException | OutOfMemoryError noThread) {
      AttemptEnd end =
          AttemptEnd.of(
              Verdict.UNREACHABLE,
              StreamException.Reason.RESOURCES,
              "no thread to read on: " + OneLine.of(noThread),
              noThread);
      supervisor.later(() -> supervisor.reception().ended(link, end));
    }
    return link;
  }

  /** The attempt has waited for its turn, while the stream may have gone on. */
  void letIn(Link link) {
    begins(link);
    aim(link);
    link.begin(doubtful);
    doubtful = false;
  }

  /** The attempt's time runs. */
  private void begins(Link link) {
    // A poll has deadlines of its own: it may be held, by some servers without end.
    if (link.type == TransportType.SSE) {
      link.deadline = limit(link, CONNECT_NANOS, "no connection within ");
      long limit = Nanos.of(request.responseTimeout());
      if (limit > 0) {
        link.responseDeadline = limit(link, limit, "no response within ");
      }
    }
  }

  private Timers.Timer limit(Link link, long nanos, String complaint) {
    return timers.schedule(
        nanos, () -> supervisor.fromControl(() -> onLimit(link, nanos, complaint)));
  }

  private void onLimit(Link link, long nanos, String complaint) {
    if (link.isOpen()) {
      return;
    }
    link.giveUp();
    doubtConnections();
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    supervisor
        .reception()
        .ended(
            link,
            AttemptEnd.of(
                Verdict.UNREACHABLE,
                StreamException.Reason.TIMEOUT,
                complaint + millis + " ms: " + request));
  }
}
