package dev.holdfast.dialect;

import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * How a family of servers words long polling: where to ask, and what an answer says. Holdfast sends
 * the requests, paces them, follows redirects, retries, and judges every status but 200 itself.
 *
 * <p>A dialect has no state and is safe for use from any thread. It runs on reader threads. What it
 * throws, and how long it takes, is contained: it fails that one attempt. {@code toString()} names
 * it in logs.
 */
public interface LongPollDialect {

  /**
   * Returns Holdfast's own dialect: {@code ?after=…&timeout=…}, answered by a JSON object with
   * {@code events} and {@code nextCursor}.
   */
  static LongPollDialect standard() {
    return StandardLongPoll.INSTANCE;
  }

  /**
   * Returns the dialect of nchan, the nginx module: one message an answer, with its position in
   * {@code Last-Modified} and {@code Etag}.
   */
  static LongPollDialect nchan() {
    return NchanLongPoll.INSTANCE;
  }

  /**
   * Returns where to ask for what follows a position. The request is a GET with the stream's
   * headers, and with {@code Last-Event-ID} where there is a position.
   *
   * @param url where the app says that the server answers polls
   * @param cursor the position, or null to begin wherever the server does
   * @param hold how long the server may wait for an event before it answers that there is none;
   *     zero asks for an answer at once
   */
  HttpUrl url(HttpUrl url, @Nullable String cursor, Duration hold);

  /** Returns the {@code Accept} header of a poll; {@code application/json} by default. */
  default String accept() {
    return "application/json";
  }

  /**
   * Reads an answer with status 200. Statuses 204, 304 and 408 are answers without events, and do
   * not come here.
   *
   * @return what the answer says, or null if this is no answer of this dialect, such as a web page
   *     or a protocol of another kind: then long polling counts as not offered there
   * @throws IOException if it is one, but malformed; the message says where. What {@link
   *     PollResponse#body()} throws goes through.
   */
  @Nullable PollAnswer read(PollResponse response) throws IOException;

  /**
   * Returns whether servers hold a poll until there is an event, however long that takes and
   * whatever they were asked for. A poll that nobody answers says nothing then, and is asked again;
   * with others it is a failure. False by default.
   */
  default boolean holdsUntilEvent() {
    return false;
  }
}
