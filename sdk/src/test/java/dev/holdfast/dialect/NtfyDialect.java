package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * An example for authors of dialects: polls a topic of <a href="https://ntfy.sh">ntfy</a> at {@code
 * https://ntfy.sh/{topic}/json}. Its answer is a line of JSON for each message; it does not hold a
 * poll, so Holdfast paces them. An event's data is the whole line, as in ntfy's event stream.
 */
final class NtfyDialect implements LongPollDialect {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public HttpUrl url(HttpUrl url, @Nullable String cursor, Duration hold) {
    return url.newBuilder()
        .setQueryParameter("poll", "1")
        .setQueryParameter("since", cursor == null ? "all" : cursor)
        .build();
  }

  @Override
  public @Nullable PollAnswer read(PollResponse response) throws IOException {
    String type = response.headers().get("Content-Type");
    if (type == null || !type.startsWith("application/x-ndjson")) {
      return null; // Some proxy's page, say: another transport may get through.
    }
    PollAnswer.Builder answer = PollAnswer.builder();
    int number = 0;
    for (String line : response.text().split("\n")) {
      number++;
      if (!line.trim().isEmpty()) {
        JsonNode message = parse(line, number);
        if (message.path("event").asText().equals("message")) { // not "open", not "keepalive"
          answer.event(DialectEvent.of(message.path("id").asText(null), null, line.trim()));
        }
      }
    }
    return answer.build();
  }

  /** Jackson's own message would quote the line, and end up in logs. */
  private static JsonNode parse(String line, int number) throws IOException {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IOException("line " + number + " is not JSON");
    }
  }
}
