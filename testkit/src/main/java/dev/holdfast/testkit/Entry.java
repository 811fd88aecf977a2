package dev.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One thing said on a stream, already in its event-stream form that all subscribers share. */
final class Entry {
  /** The event's own ID; null for an event without one and for what is not an event. */
  final @Nullable String id;

  final @Nullable String type;

  /** Null for what is not an event. */
  final @Nullable Payload data;

  /** Its form in an event stream. */
  final byte[] bytes;

  private Entry(@Nullable String id, @Nullable String type, @Nullable Payload data, byte[] bytes) {
    this.id = id;
    this.type = type;
    this.data = data;
    this.bytes = bytes;
  }

  boolean isEvent() {
    return data != null;
  }

  static Entry event(@Nullable String id, @Nullable String type, Payload data, LineEnding eol) {
    StringBuilder block = new StringBuilder();
    if (id != null) {
      block.append("id: ").append(oneLine("id", id)).append(eol.text);
    }
    if (type != null) {
      block.append("event: ").append(oneLine("type", type)).append(eol.text);
    }
    for (String line : data.lines().split("\r\n|\r|\n", -1)) {
      block.append("data: ").append(line).append(eol.text);
    }
    return new Entry(id, type, data, utf8(block.append(eol.text)));
  }

  static Entry comment(String text, LineEnding eol) {
    return other(": " + oneLine("comment", text) + eol.text + eol.text);
  }

  static Entry retry(long millis, LineEnding eol) {
    return other("retry: " + millis + eol.text + eol.text);
  }

  static Entry raw(byte[] bytes) {
    return new Entry(null, null, null, bytes.clone());
  }

  private static Entry other(String text) {
    return new Entry(null, null, null, utf8(text));
  }

  private static byte[] utf8(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String oneLine(String name, String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(name + " has a line break (use raw() to send one)");
    }
    return value;
  }
}
