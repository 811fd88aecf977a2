package dev.holdfast.internal.transport;

import dev.holdfast.Credentials;
import dev.holdfast.StreamRequest;
import org.jspecify.annotations.Nullable;

/** What one attempt is to open. Immutable. */
public final class AttemptSpec {
  private final StreamRequest request;
  private final int number;

  // Of each copy, until it is handed out.
  private @Nullable String cursor;
  private boolean fresh;
  private boolean besideEventStream;
  private @Nullable PolledResponse firstAnswer;
  private @Nullable Credentials refused;
  private @Nullable Grant grant;

  public AttemptSpec(StreamRequest request, int number, @Nullable String cursor, boolean fresh) {
    this.request = request;
    this.number = number;
    this.cursor = cursor;
    this.fresh = fresh;
  }

  private AttemptSpec copy() {
    AttemptSpec copy = new AttemptSpec(request, number, cursor, fresh);
    copy.besideEventStream = besideEventStream;
    copy.firstAnswer = firstAnswer;
    copy.refused = refused;
    copy.grant = grant;
    return copy;
  }

  /** The same, to begin with the answer that an ended attempt found in place of its own. */
  public AttemptSpec after(AttemptEnd end) {
    AttemptSpec copy = copy();
    copy.firstAnswer = end.pollAnswer();
    return copy;
  }

  /** The same, from another position, and on a connection of its own if that is needed by now. */
  public AttemptSpec from(@Nullable String position, boolean doubtful) {
    AttemptSpec copy = copy();
    copy.cursor = position;
    copy.fresh = fresh || doubtful;
    return copy;
  }

  /** The same, of a poll that looks after an event stream, which it may have to do for long. */
  public AttemptSpec besideEventStream() {
    AttemptSpec copy = copy();
    copy.besideEventStream = true;
    return copy;
  }

  /** The same, with the credentials that the server has refused last; null for none. */
  public AttemptSpec refused(@Nullable Credentials credentials) {
    AttemptSpec copy = copy();
    copy.refused = credentials;
    return copy;
  }

  /** The same, with what the app has said to authenticate with. */
  public AttemptSpec with(Grant given) {
    AttemptSpec copy = copy();
    copy.grant = given;
    return copy;
  }

  /** Whether the poll only looks after an event stream that has shown nothing. */
  boolean isBesideEventStream() {
    return besideEventStream;
  }

  public StreamRequest request() {
    return request;
  }

  /** The number of the attempt within its stream, from 1. */
  public int number() {
    return number;
  }

  /** The position to ask for, or null to name none. */
  public @Nullable String cursor() {
    return cursor;
  }

  /** Whether connections that were there before are in doubt, so that it needs one of its own. */
  public boolean fresh() {
    return fresh;
  }

  /** The answer that a poll loop begins with, before it asks itself; null for none. */
  @Nullable PolledResponse firstAnswer() {
    return firstAnswer;
  }

  /** What the server has refused, and the app has not been told of; null for none. */
  public @Nullable Credentials refused() {
    return refused;
  }

  /** What to authenticate with; null where the app was not asked, or has yet to be. */
  public @Nullable Grant grant() {
    return grant;
  }

  @Nullable Credentials credentials() {
    return grant == null ? null : grant.credentials();
  }
}
