package dev.holdfast.dialect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** nchan's dialect: a message an answer, its position in the headers. */
final class NchanLongPoll implements LongPollDialect {
  static final NchanLongPoll INSTANCE = new NchanLongPoll();

  private NchanLongPoll() {}

  @Override
  public HttpUrl url(HttpUrl url, @Nullable String cursor, Duration hold) {
    return url;
  }

  @Override
  public String accept() {
    return "*/*";
  }

  @Override
  public @Nullable PollAnswer read(PollResponse response) throws IOException {
    String position = position(response.headers());
    String header = response.headers().get("Content-Type");
    MediaType type = header == null ? null : MediaType.parse(header);
    if (position == null || is(type, "text", "event-stream")) {
      return null;
    }
    if (is(type, "multipart", "mixed")) {
      // Its parts have no positions: only to the last one could a client come back.
      throw new IOException(
          "nchan answers with several messages: set nchan_longpoll_multipart_response to off");
    }
    DialectEvent event = event(position, type, response.body());
    return PollAnswer.builder().event(event).nextCursor(position).build();
  }

  /**
   * Returns what nchan's headers say, or null if they are not nchan's: the entity tags of files and
   * of applications are quoted, as HTTP demands.
   */
  private static @Nullable String position(Headers headers) {
    String tag = headers.get("Etag");
    if (tag == null) {
      return null;
    }
    int colon = tag.indexOf(':');
    if (colon >= 0) { // nchan_subscriber_compound_etag_message_id
      return isNumber(tag.substring(0, colon)) && isTag(tag.substring(colon + 1)) ? tag : null;
    }
    Date modified = headers.getDate("Last-Modified");
    if (modified == null || modified.getTime() < 0 || !isTag(tag)) {
      return null;
    }
    return modified.getTime() / 1000 + ":" + tag;
  }

  /** A number; of a channel that multiplexes others, one for each, as in {@code 1,[2],-}. */
  private static boolean isTag(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789-,[]".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** A message with the type that it was published with, if any. */
  static DialectEvent event(String id, @Nullable MediaType type, ByteString body) {
    if (type == null || is(type, "application", "octet-stream")) {
      // nginx's default for messages that were published without a type: it says nothing.
      String text = body.utf8();
      return ByteString.encodeUtf8(text).equals(body)
          ? DialectEvent.of(id, null, text)
          : DialectEvent.of(id, null, body);
    }
    return isText(type)
        ? DialectEvent.of(id, null, body.string(type.charset(StandardCharsets.UTF_8)))
        : DialectEvent.of(id, null, body);
  }

  private static boolean isText(MediaType type) {
    String subtype = type.subtype();
    return type.type().equals("text")
        || subtype.equals("json")
        || subtype.endsWith("+json")
        || subtype.equals("xml")
        || subtype.endsWith("+xml")
        || subtype.equals("x-ndjson")
        || subtype.endsWith("javascript")
        || subtype.equals("x-www-form-urlencoded");
  }

  private static boolean is(@Nullable MediaType type, String main, String sub) {
    return type != null && type.type().equals(main) && type.subtype().equals(sub);
  }

  @Override
  public boolean holdsUntilEvent() {
    return true;
  }

  @Override
  public String toString() {
    return "nchan";
  }
}
