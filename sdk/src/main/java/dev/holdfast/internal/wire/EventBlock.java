package dev.holdfast.internal.wire;

import java.nio.charset.StandardCharsets;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What the lines since the last blank line add up to (WHATWG HTML §9.2.6, "interpreting an event
 * stream"). Confined to its parser.
 */
final class EventBlock {
  private static final byte[] DATA = name("data");
  private static final byte[] EVENT = name("event");
  private static final byte[] ID = name("id");
  private static final byte[] RETRY = name("retry");

  private final EventStreamParser.Sink sink;
  private final TextCache texts = new TextCache();
  private final EventData data;
  private String lastEventId;
  private String type = "";
  private @Nullable String id;

  EventBlock(String lastEventId, long maxEventBytes, EventStreamParser.Sink sink) {
    this.lastEventId = lastEventId;
    this.data = new EventData(maxEventBytes);
    this.sink = sink;
  }

  /**
   * Interprets {@code bytes[from, to)}, which must not change before {@link #detach} or a blank
   * line.
   */
  void line(byte[] bytes, int from, int to) throws LimitExceededException {
    if (from == to) {
      dispatch();
      return;
    }
    int value;
    switch (bytes[from]) {
      case 'd':
        value = valueOf(DATA, bytes, from, to);
        if (value >= 0) {
          data.line(bytes, value, to - value);
        }
        break;
      case 'e':
        value = valueOf(EVENT, bytes, from, to);
        if (value >= 0) {
          type = texts.get(bytes, value, to - value);
        }
        break;
      case 'i':
        value = valueOf(ID, bytes, from, to);
        if (value >= 0) {
          id(Utf8.decode(bytes, value, to - value));
        }
        break;
      case 'r':
        value = valueOf(RETRY, bytes, from, to);
        if (value >= 0) {
          retry(bytes, value, to);
        }
        break;
      case ':':
        sink.onComment(texts.get(bytes, from + 1, to - from - 1));
        break;
      default: // a field that the standard does not know is ignored
    }
  }

  /** Begins a {@code data} line whose value will come in parts. */
  void beginData() throws LimitExceededException {
    data.beginLine();
  }

  void appendData(byte[] bytes, int offset, int length) throws LimitExceededException {
    data.append(bytes, offset, length);
  }

  void appendData(Buffer source, long length) throws LimitExceededException {
    data.append(source, length);
  }

  /** Lets go of every array passed to {@link #line}. */
  void detach() {
    data.detach();
  }

  long heldBytes() {
    return data.heldBytes();
  }

  private void dispatch() {
    String ownId = id;
    if (ownId != null) {
      lastEventId = ownId;
      id = null;
    }
    String ownType = type;
    type = "";
    if (data.isPresent()) {
      sink.onEvent(ownId, lastEventId, ownType.isEmpty() ? null : ownType, data.take());
    } else if (ownId != null) {
      sink.onLastEventId(ownId);
    }
  }

  private void id(String value) {
    if (value.indexOf('\0') < 0) {
      id = value;
    }
  }

  private void retry(byte[] bytes, int from, int to) {
    if (from == to) {
      return; // "only digits" is true of nothing at all, but a missing number can't be meant as
      // zero
    }
    long millis = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return;
      }
      millis = millis > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : millis * 10 + digit;
    }
    sink.onRetry(millis);
  }

  /**
   * Where the value of field {@code name} begins in a line; -1 where the line is of another field.
   */
  private static int valueOf(byte[] name, byte[] bytes, int from, int to) {
    int end = from + name.length;
    if (end > to) {
      return -1;
    }
    for (int i = 1; i < name.length; i++) { // the caller has seen the first one
      if (bytes[from + i] != name[i]) {
        return -1;
      }
    }
    if (end == to) {
      return to; // no colon: the field with an empty value
    }
    if (bytes[end] != ':') {
      return -1;
    }
    int value = end + 1;
    return value < to && bytes[value] == ' ' ? value + 1 : value;
  }

  private static byte[] name(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
