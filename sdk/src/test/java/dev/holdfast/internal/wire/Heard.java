package dev.holdfast.internal.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a sink. */
sealed interface Heard {
  record Event(@Nullable String id, String lastEventId, String type, String data)
      implements Heard {}

  record LastEventId(String lastEventId) implements Heard {}

  record Retry(long millis) implements Heard {}

  record Comment(String text) implements Heard {}

  static Heard message(String data) {
    return new Event(null, "", "message", data);
  }

  static Heard typed(String type, String data) {
    return new Event(null, "", type, data);
  }

  static Heard withId(String id, String data) {
    return new Event(id, id, "message", data);
  }

  static Heard afterId(String lastEventId, String data) {
    return new Event(null, lastEventId, "message", data);
  }

  static Heard idOnly(String lastEventId) {
    return new LastEventId(lastEventId);
  }

  static Heard retry(long millis) {
    return new Retry(millis);
  }

  static Heard comment(String text) {
    return new Comment(text);
  }

  /** Writes down what it hears. */
  final class Recorder implements EventStreamParser.Sink {
    final List<Heard> heard = new ArrayList<>();

    @Override
    public void onEvent(
        @Nullable String id, String lastEventId, @Nullable String type, String data) {
      heard.add(new Event(id, lastEventId, type == null ? "message" : type, data));
    }

    @Override
    public void onLastEventId(String lastEventId) {
      heard.add(new LastEventId(lastEventId));
    }

    @Override
    public void onRetry(long millis) {
      heard.add(new Retry(millis));
    }

    @Override
    public void onComment(String text) {
      heard.add(new Comment(text));
    }
  }
}
