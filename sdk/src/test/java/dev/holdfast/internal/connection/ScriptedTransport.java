package dev.holdfast.internal.connection;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.sim.World;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Salvage;
import dev.holdfast.internal.transport.Transport;
import dev.holdfast.internal.transport.Transports;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;

/** A transport whose attempts do what the test says, when it says so. */
final class ScriptedTransport implements Transports {
  final List<Line> lines = new ArrayList<>();

  @Override
  public Transport get(TransportType type) {
    return (spec, sink) -> {
      Line line = new Line(type, spec, sink);
      lines.add(line);
      return line;
    };
  }

  Line last() {
    return lines.get(lines.size() - 1);
  }

  /** One attempt. */
  static final class Line implements Attempt {
    final TransportType type;
    final AttemptSpec spec;
    private final AttemptSink sink;
    boolean cancelled;

    /** Since when its reader has been waiting for the server. */
    long waitsSince = NOT_WAITING;

    Line(TransportType type, AttemptSpec spec, AttemptSink sink) {
      this.type = type;
      this.spec = spec;
      this.sink = sink;
    }

    Line opens() {
      return opens(200);
    }

    Line opens(int status) {
      sink.opened(new ConnectionInfo(type, spec.number(), status, Headers.of()), false);
      sink.proven();
      return this;
    }

    /** It has a thread. */
    Line begins() {
      sink.begun();
      return this;
    }

    /** Whether a poll that broke may be repeated at once. */
    boolean mayAskAgain() {
      return sink.mayAskAgain();
    }

    /** Something comes from the socket. */
    Line receives() {
      sink.received();
      return this;
    }

    /** Identifiers, each also the data of its event. */
    Line brings(String... ids) {
      for (String id : ids) {
        bringsEvent(id, id);
      }
      return this;
    }

    Line bringsEvent(String id, String data) {
      sink.event(StreamEvent.create(id, id, "message", data, type));
      return this;
    }

    /** An event of a type; its identifier is also its data. */
    Line bringsOf(String type, String id) {
      sink.event(StreamEvent.create(id, id, type, id, this.type));
      return this;
    }

    /** An event without an identifier, on a connection whose own position is this. */
    Line bringsWithoutId(String position, String data) {
      sink.event(StreamEvent.create(null, position, "message", data, type));
      return this;
    }

    /** A comment, after that long a silence. */
    Line comments(World world, long idleMillis) {
      sink.comment(idleMillis * 1_000_000);
      return waits(world);
    }

    /** Nothing comes any more from now on. */
    Line waits(World world) {
      sink.sent();
      waitsSince = world.nanoTime();
      return this;
    }

    @Override
    public long waitsSince() {
      return waitsSince;
    }

    /** Accepted, and not a byte after that. */
    Line opensSilently() {
      sink.opened(new ConnectionInfo(type, spec.number(), 200, Headers.of()), false);
      return this;
    }

    Line provesItself() {
      sink.proven();
      return this;
    }

    /** It says that it continues from where it was asked to. */
    Line resumes() {
      sink.resumed();
      return this;
    }

    Line movesCursor(String cursor) {
      sink.cursor(cursor);
      return this;
    }

    /** What follows answers another poll of the same loop. */
    Line asksFrom(String cursor) {
      sink.asked(cursor);
      return this;
    }

    Line reportsGap(String from, String to) {
      sink.gap(from, to);
      return this;
    }

    void breaks() {
      ends(Verdict.LOST, Reason.CONNECTION_LOST, 0);
    }

    void ends(Verdict verdict, Reason reason, int status) {
      AttemptEnd end = end(verdict, reason, status);
      ends(spec.cursor() == null ? end : end.cursorSeen());
    }

    /** Ends a poll loop in the middle: the request that was refused carried a cursor. */
    void endsCursorSeen(Verdict verdict, Reason reason, int status) {
      ends(end(verdict, reason, status).cursorSeen());
    }

    private AttemptEnd end(Verdict verdict, Reason reason, int status) {
      return new AttemptEnd(
          verdict, new StreamException(reason, type + " says " + status, status, null), 0);
    }

    void ends(AttemptEnd end) {
      cancelled = true;
      sink.ended(end);
    }

    void refuses(int status) {
      ends(Verdict.REFUSED, Reason.HTTP_STATUS, status);
    }

    /** Refused, by a response that is a good answer to a poll. */
    void refusesWithPollAnswer() {
      ConnectionInfo info = new ConnectionInfo(type, spec.number(), 200, Headers.of());
      AttemptEnd end =
          new AttemptEnd(
              Verdict.REFUSED, new StreamException(Reason.CONTENT_TYPE, "", 200, null), 0);
      ends(Salvage.with(end, info));
    }

    void fails(int status) {
      ends(Verdict.LOST, Reason.HTTP_STATUS, status);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
