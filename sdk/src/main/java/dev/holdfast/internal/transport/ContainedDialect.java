package dev.holdfast.internal.transport;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.LongPollDialect;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import dev.holdfast.internal.Cursors;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.Redaction;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A dialect, which may be the app's: whatever it throws is the end of one attempt, and no more. */
final class ContainedDialect {
  private final LongPollDialect dialect;

  /** Its name as it said it on a reader's thread; null before that. */
  private volatile @Nullable String name;

  ContainedDialect(LongPollDialect dialect) {
    this.dialect = dialect;
  }

  /** Returns a request to poll with, of which only the URL and {@code Accept} are set. */
  Request request(HttpUrl url, @Nullable String cursor, Duration hold) throws EndException {
    if (name == null) {
      name = toString();
    }
    try {
      return new Request.Builder()
          .url(Objects.requireNonNull(dialect.url(url, cursor, hold), "url"))
          .header("Accept", Objects.requireNonNull(dialect.accept(), "accept"))
          .build();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Returns whether a poll that nobody answers says nothing. */
  boolean holdsUntilEvent() throws EndException {
    try {
      return dialect.holdsUntilEvent();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * Returns what a response says, or null if it is no answer in this dialect.
   *
   * @param cursor the position that the server was asked for
   * @param limit the most bytes that the body may have
   */
  @Nullable PollAnswer read(Response response, @Nullable String cursor, long limit)
      throws EndException {
    HttpUrl url = response.request().url();
    BoundedBody body = new BoundedBody(response, limit);
    PollAnswer answer;
    try {
      answer = dialect.read(new PollResponse(url, cursor, response.headers(), body));
    } catch (IOException e) {
      IOException broken = body.failure();
      throw new EndException(
          broken != null ? Failures.inBody(broken, url) : malformed(url, OneLine.of(said(e)), e));
    } catch (Throwable e) {
      throw failed(e);
    }
    IOException broken = body.failure();
    if (broken != null) {
      // It made something of a part, or nothing: either way it does not know what the rest says.
      throw new EndException(Failures.inBody(broken, url));
    }
    String next = answer == null ? null : answer.nextCursor();
    if (next != null && !Cursors.isSendable(next)) {
      // As a whole: the events would come again and again, without a way past them.
      throw new EndException(malformed(url, "nextCursor cannot be sent back", null));
    }
    return answer;
  }

  /** What it did, when it did not come back. */
  AttemptEnd stuck(HttpUrl url) {
    // A timer's thread must not run what does not return.
    String known = name;
    return AttemptEnd.of(
        Verdict.LOST,
        Reason.DIALECT_FAILED,
        "dialect "
            + (known == null ? dialect.getClass().getName() : known)
            + " did not return in time: "
            + Redaction.url(url));
  }

  private AttemptEnd malformed(HttpUrl url, String why, @Nullable Throwable cause) {
    String message = "malformed answer (dialect " + this + ") from " + Redaction.url(url) + ": ";
    return cause == null
        ? AttemptEnd.of(Verdict.LOST, Reason.PROTOCOL, message + why)
        : AttemptEnd.of(Verdict.LOST, Reason.PROTOCOL, message + why, cause);
  }

  private EndException failed(Throwable e) {
    return new EndException(
        AttemptEnd.of(
            Verdict.LOST,
            Reason.DIALECT_FAILED,
            "dialect " + this + " failed: " + e.getClass().getName(),
            e));
  }

  private static String said(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Its name, if it can say it. */
  @Override
  public String toString() {
    try {
      return OneLine.of(String.valueOf(dialect));
    } catch (Throwable unprintable) {
      return dialect.getClass().getName();
    }
  }
}
