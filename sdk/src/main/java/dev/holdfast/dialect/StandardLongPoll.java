package dev.holdfast.dialect;

import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Holdfast's own dialect: a JSON object with the events and the position after them. */
final class StandardLongPoll implements LongPollDialect {
  static final StandardLongPoll INSTANCE = new StandardLongPoll();

  private StandardLongPoll() {}

  @Override
  public HttpUrl url(HttpUrl url, @Nullable String cursor, Duration hold) {
    HttpUrl.Builder asked = url.newBuilder();
    asked.setQueryParameter("timeout", Long.toString(hold.getSeconds()));
    if (cursor != null) {
      asked.setQueryParameter("after", cursor);
    }
    return asked.build();
  }

  @Override
  public @Nullable PollAnswer read(PollResponse response) throws IOException {
    throw new IOException("not written yet");
  }

  @Override
  public String toString() {
    return "standard";
  }
}
