package dev.holdfast.sample;

import dev.holdfast.StreamEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * The latest of the events that replace each other: a price, a temperature. Of these only the last
 * counts, so they may be conflated; a chat message never is. Main thread only, but for {@link
 * #key}.
 */
final class Readings {
  private static final int HISTORY = 60;

  private final Deque<Float> history = new ArrayDeque<>();
  private @Nullable Reading latest;

  /**
   * Returns what an event replaces: the one before of its type. Null for events of which each one
   * counts. For {@code OverflowPolicy.conflate}, so on any thread.
   */
  static @Nullable String key(StreamEvent event) {
    switch (event.type()) {
      case "reading":
      case "price":
      case "quote":
      case "tick":
        return event.type();
      default:
        return null;
    }
  }

  void add(StreamEvent event) {
    latest = Reading.of(event);
    if (!Float.isNaN(latest.number)) {
      history.addLast(latest.number);
      if (history.size() > HISTORY) {
        history.removeFirst();
      }
    }
  }

  @Nullable Reading latest() {
    return latest;
  }

  List<Float> history() {
    return new ArrayList<>(history);
  }

  void clear() {
    latest = null;
    history.clear();
  }

  /** One of them, as far as this app makes sense of it. Immutable. */
  static final class Reading {
    final String type;

    /** What to show large. */
    final String value;

    /** What it is about, such as a city; may be empty. */
    final String subject;

    /** What to draw; NaN if the event has no number. */
    final float number;

    private Reading(String type, String value, String subject, float number) {
      this.type = type;
      this.value = value;
      this.subject = subject;
      this.number = number;
    }

    static Reading of(StreamEvent event) {
      try {
        JSONObject json = new JSONObject(event.data());
        String subject = json.optString("city", json.optString("symbol"));
        if (json.has("celsius")) {
          double celsius = json.getDouble("celsius");
          String value = String.format(Locale.getDefault(), "%.1f °C", celsius);
          return new Reading(event.type(), value, subject, (float) celsius);
        }
        double price = json.optDouble("price");
        return new Reading(
            event.type(), json.optString("price", event.data()), subject, (float) price);
      } catch (JSONException e) {
        return new Reading(event.type(), event.data(), "", Float.NaN); // As it is, then.
      }
    }
  }
}
