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
   * Returns Holdfast's own dialect: {@code ?after={cursor}&timeout={seconds}}, answered by
   *
   * <pre>{@code
   * {"events":[{"id":"42","type":"trade","data":…}],"nextCursor":"42","gap":{"from":"…","to":"…"}}
   * }</pre>
   *
   * <ul>
   *   <li>Only {@code events} must be there; null is an empty list. {@code nextCursor} wins over
   *       the last event's {@code id}; {@code gap} says that events are lost.
   *   <li>{@code data} that is a JSON string is delivered as that string; any other value as its
   *       exact source text, so that no number is reformatted and null is the text {@code null}. An
   *       event without {@code data} is delivered with an empty text. Half of a surrogate pair that
   *       comes escaped is kept.
   *   <li>{@code "encoding":"base64"} makes the event binary. There is no other encoding.
   *   <li>{@code event} is taken for {@code type} where there is none. {@code id}, {@code type},
   *       {@code nextCursor}, {@code from} and {@code to} are strings, or numbers as they are
   *       written; null is as if they were missing.
   *   <li>Other fields are passed over. One of these twice in an object is malformed, as two
   *       cursors leave none. Two events may have one {@code id}. JSON may be nested to any depth.
   *   <li>The type must be one of JSON, {@code text/plain}, {@code application/octet-stream} or
   *       missing. The text is UTF-8.
   * </ul>
   */
  static LongPollDialect standard() {
    return StandardLongPoll.INSTANCE;
  }

  /**
   * Returns the dialect of nchan, the nginx module: one message an answer, with its position in
   * {@code Last-Modified} and {@code Etag}, or, by {@code
   * nchan_subscriber_compound_etag_message_id}, in {@code Etag} alone. An answer without them is
   * none: nchan's tags, unlike others, are not quoted. Neither {@code
   * nchan_subscriber_message_id_custom_etag_header} nor {@code nchan_longpoll_multipart_response}
   * may be set.
   *
   * <p>A message of a type that is text (text, JSON, XML, JavaScript, a form) is delivered as text,
   * in its {@code charset} or in UTF-8; one of no type, or of {@code application/octet-stream},
   * which is nginx's usual default, as text if it is valid UTF-8; any other as bytes. Events have
   * no type: nchan tells it to event streams only.
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
