package dev.holdfast.dialect;

import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import org.jspecify.annotations.Nullable;

/** Holdfast's own dialect: a JSON object with the events and the position after them. */
final class StandardLongPoll implements LongPollDialect {
  static final StandardLongPoll INSTANCE = new StandardLongPoll();

  private StandardLongPoll() {}

  /** What the app's URL says of these parameters is of another time, and goes. */
  @Override
  public HttpUrl url(HttpUrl url, @Nullable String cursor, Duration hold) {
    HttpUrl.Builder asked =
        url.newBuilder().removeAllQueryParameters("after").removeAllQueryParameters("timeout");
    if (cursor != null) {
      asked.addQueryParameter("after", cursor);
    }
    return asked.addQueryParameter("timeout", Long.toString(seconds(hold))).build();
  }

  /** A part of a second is asked for as a whole one: zero would mean not to hold at all. */
  private static long seconds(Duration hold) {
    return hold.getSeconds() + (hold.getNano() > 0 ? 1 : 0);
  }

  @Override
  public @Nullable PollAnswer read(PollResponse response) throws IOException {
    if (!mayBeJson(response.headers().get("Content-Type"))) {
      return null; // An event stream or a page may have no end: its body is not waited for.
    }
    String text = response.text();
    return beginsAnObject(text) ? JsonAnswerReader.read(text) : null;
  }

  /** Servers that leave the type to a default send JSON as text, as bytes, or without a type. */
  private static boolean mayBeJson(@Nullable String contentType) {
    MediaType type = contentType == null ? null : MediaType.parse(contentType);
    if (type == null) {
      return true;
    }
    String subtype = type.subtype();
    return subtype.contains("json")
        || subtype.contains("javascript")
        || (type.type().equals("text") && subtype.equals("plain"))
        || (type.type().equals("application") && subtype.equals("octet-stream"));
  }

  private static boolean beginsAnObject(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return c == '{';
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "standard";
  }
}
