package dev.holdfast.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Responses for a dialect to read, and what it makes of them. */
final class Polls {
  static final HttpUrl URL = HttpUrl.get("https://example.com/poll");

  private Polls() {}

  static PollResponse response(Headers headers, ByteString body) {
    return new PollResponse(URL, null, headers, () -> body);
  }

  static PollResponse json(String body) {
    return json(ByteString.encodeUtf8(body));
  }

  static PollResponse json(ByteString body) {
    return response(Headers.of("Content-Type", "application/json"), body);
  }

  /** A response whose body must not be waited for. */
  static PollResponse endless(Headers headers) {
    return new PollResponse(
        URL,
        null,
        headers,
        () -> {
          throw new AssertionError("the body was read");
        });
  }

  /** Reads the body as the standard dialect's. */
  static PollAnswer answer(String body) throws IOException {
    PollAnswer answer = LongPollDialect.standard().read(json(body));
    assertThat(answer).as(body).isNotNull();
    return answer;
  }

  /** What the standard dialect makes of the only event of an answer. */
  static DialectEvent event(String event) throws IOException {
    List<DialectEvent> events = answer("{\"events\":[" + event + "]}").events();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  static @Nullable String data(String json) throws IOException {
    return event("{\"id\":\"1\",\"data\":" + json + "}").text();
  }

  /** Why the standard dialect calls the body malformed: one line. */
  static String malformed(String body) {
    return malformed(ByteString.encodeUtf8(body));
  }

  static String malformed(ByteString body) {
    Throwable thrown = catchThrowable(() -> LongPollDialect.standard().read(json(body)));
    assertThat(thrown).isExactlyInstanceOf(IOException.class).hasNoCause();
    assertThat(thrown.getMessage()).doesNotContain("\n", "\r").hasSizeLessThan(160);
    return thrown.getMessage();
  }

  static List<String> texts(PollAnswer answer) {
    return answer.events().stream()
        .map(event -> event.id() + " " + event.type() + " " + event.text())
        .collect(Collectors.toList());
  }
}
