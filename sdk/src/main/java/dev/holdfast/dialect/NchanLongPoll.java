package dev.holdfast.dialect;

import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
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
    throw new IOException("not written yet");
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
