package dev.holdfast.internal.transport;

import dev.holdfast.dialect.DialectEvent;
import dev.holdfast.dialect.LongPollDialect;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** As little of a dialect as will do: {@code id|data} on each line, the rest in headers. */
class LineDialect implements LongPollDialect {
  @Override
  public HttpUrl url(HttpUrl url, @Nullable String cursor, Duration hold) {
    HttpUrl.Builder asked =
        url.newBuilder().setQueryParameter("hold", Long.toString(hold.getSeconds()));
    return (cursor == null ? asked : asked.setQueryParameter("after", cursor)).build();
  }

  @Override
  public String accept() {
    return "text/lines";
  }

  @Override
  public @Nullable PollAnswer read(PollResponse response) throws IOException {
    String type = response.headers().get("Content-Type");
    if (type == null || !type.startsWith("text/lines")) {
      return null;
    }
    PollAnswer.Builder answer = PollAnswer.builder().nextCursor(response.headers().get("Next"));
    if (response.headers().get("Gap") != null) {
      answer.gap(response.headers().get("Gap"), null);
    }
    for (String line : response.text().split("\n")) {
      int bar = line.indexOf('|');
      if (bar >= 0) {
        answer.event(
            DialectEvent.of(
                bar == 0 ? null : line.substring(0, bar), null, line.substring(bar + 1)));
      } else if (!line.isEmpty()) {
        throw new IOException("no bar in a line");
      }
    }
    return answer.build();
  }

  @Override
  public String toString() {
    return "lines";
  }
}
