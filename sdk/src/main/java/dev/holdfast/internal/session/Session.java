package dev.holdfast.internal.session;

import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has received over all its connections: decides which arrivals are new, in which
 * order they go to the app, and what is to be reported as lost. Confined to the stream's serial
 * context.
 */
public final class Session {
  private static final int HISTORY = 1024;

  private final History history = new History(HISTORY);
  private final Position position;
  private final Output output;
  private boolean withheldReported;

  /** Where accepted arrivals and gaps go, in order. */
  public interface Output {
    void accepted(Arrival arrival);

    void gap(Gap gap);
  }

  public Session(@Nullable String startCursor, Output output) {
    this.position = new Position(startCursor);
    this.output = output;
  }

  /** Sets where the stream is, before it has begun. */
  public void startAt(@Nullable String cursor) {
    position.startAt(cursor);
  }

  /** The position after the last event in our hands; null where there is none. */
  public @Nullable String cursor() {
    return position.cursor();
  }

  /** Where an anchored open asks from; null while the stream cannot do that. */
  public @Nullable String anchor() {
    return history.identifies() ? position.anchor() : null;
  }

  /**
   * Whether two connections of this stream can be told to overlap: not where events have been seen
   * and their identifiers do not tell them apart.
   */
  public boolean canOverlap() {
    return history.isEmpty() || history.identifies();
  }

  /** Begins a connection that is asked to continue from the anchor. */
  public Continuation fromAnchor() {
    return from(position.afterAnchor());
  }

  /** Begins a connection that is asked to continue from the cursor, if there is one. */
  public Continuation fromCursor() {
    return from(position.cursor() == null ? Long.MAX_VALUE : position.afterCursor());
  }

  /** What the connection brings next that has brought all there is. */
  public Continuation fromHere() {
    return from(history.end());
  }

  /** Begins a connection that is asked for no position. */
  public Continuation fromAnywhere() {
    return from(Long.MAX_VALUE);
  }

  private Continuation from(long place) {
    return new Continuation(new ReplayFilter(history, place));
  }

  /**
   * A poll loop has asked on from a position: how its answer continues the stream. Each poll is a
   * resume of its own, since a server may repeat an answer; but a replay that takes several answers
   * goes on.
   */
  public Continuation continued(Continuation before, @Nullable String cursor) {
    if (Objects.equals(cursor, position.cursor())) {
      return fromCursor();
    }
    if (!before.isReplaying()) {
      return fromAnywhere();
    }
    before.askedAgain();
    return before;
  }

  /**
   * Whether a server that was asked from this position can continue the stream without loss: where
   * identifiers tell nothing apart, only from a place of the server's own that the stream is still
   * at.
   */
  public boolean resumes(@Nullable String cursorSent) {
    return cursorSent != null
        && (canOverlap() || (position.isSetApart() && cursorSent.equals(position.cursor())));
  }

  /** A connection took the place of an earlier one without a cursor that means anything. */
  public void reopenedBlindly() {
    report(Gap.Reason.NO_CURSOR, null);
  }

  /** A connection was opened on another origin, where the cursor does not go; reported once. */
  public void cursorWithheld() {
    if (!withheldReported) {
      withheldReported = true;
      report(Gap.Reason.CURSOR_WITHHELD, null);
    }
  }

  /** The server refused the cursor, and accepted a request without it. */
  public void cursorRefused() {
    report(Gap.Reason.CURSOR_REFUSED, null);
    accept(Arrival.cursor(null));
  }

  /**
   * Takes what the active connection brought.
   *
   * @return whether it was a new event
   */
  public boolean receive(Continuation connection, Arrival arrival) {
    StreamEvent event = arrival.event();
    if (arrival.isGap()) {
      reportedByServer(connection, arrival);
      return false;
    }
    if (event == null) {
      if (!connection.moves()) {
        accept(arrival);
      }
      return false;
    }
    ReplayFilter.Answer answer = connection.filter.offer(Mark.id(event.id()), Mark.content(event));
    if (answer == ReplayFilter.Answer.REPLAYED) {
      return false;
    }
    reportDoubt(connection, answer, event);
    accept(arrival);
    return true;
  }

  /**
   * Makes a candidate's connection the one that the stream continues on, and delivers what it held.
   *
   * @param synced whether it has shown its continuity: a replay that is owed is not missed then,
   *     but what it brought after that may still differ from the history
   * @return whether that brought a new event
   */
  public boolean adopt(Continuation candidate, boolean synced) {
    boolean fresh = false;
    ReplayFilter.Answer answer = candidate.firstHeld();
    if (synced) {
      candidate.settle();
    }
    Arrival arrival;
    while ((arrival = candidate.takeHeld()) != null) {
      StreamEvent event = arrival.event();
      if (arrival.isGap()) {
        reportedByServer(candidate, arrival);
        continue;
      }
      if (event != null && answer != null) {
        reportDoubt(candidate, answer, event);
        answer = null;
      }
      accept(arrival);
      fresh |= event != null;
    }
    return fresh;
  }

  /** Says what may be missing before the first event that a connection brought and that is new. */
  private void reportDoubt(Continuation connection, ReplayFilter.Answer answer, StreamEvent event) {
    switch (answer) {
      case NEW_WITH_USED_ID:
        report(Gap.Reason.ID_REUSED, event);
        history.clear();
        connection.settle();
        break;
      case DIVERGED:
        report(Gap.Reason.RESUME_NOT_HONOURED, event);
        connection.settle();
        break;
      case NEW:
      case REPLAYED:
        if (connection.takeDoubt()) {
          report(Gap.Reason.RESUME_NOT_HONOURED, event);
        }
        break;
    }
  }

  private void accept(Arrival arrival) {
    StreamEvent event = arrival.event();
    if (event == null) {
      position.move(arrival.cursor(), history.end());
      output.accepted(arrival);
    } else {
      position.event(event.id(), arrival.cursor(), history.end());
      history.add(Mark.id(event.id()), Mark.content(event));
      output.accepted(arrival.at(position.cursor()));
    }
  }

  /** A server that is to replay events that we have may speak of those. */
  private void reportedByServer(Continuation connection, Arrival gap) {
    boolean sure = gap.certainty() == Gap.Certainty.PROVEN && !connection.isReplaying();
    connection.settle();
    output.gap(
        new Gap(
            gap.cursor() == null ? position.cursor() : gap.cursor(),
            gap.gapEnd(),
            sure ? Gap.Certainty.PROVEN : Gap.Certainty.POSSIBLE,
            Gap.Reason.REPORTED_BY_SERVER));
  }

  private void report(Gap.Reason reason, @Nullable StreamEvent next) {
    String to = next == null ? null : next.id();
    output.gap(new Gap(position.cursor(), to, Gap.Certainty.POSSIBLE, reason));
  }
}
