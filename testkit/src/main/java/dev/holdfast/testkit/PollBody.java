package dev.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The JSON of one long poll's answer. */
final class PollBody {
  private final String typeKey;
  private final StringBuilder out = new StringBuilder("{\"events\":[");
  private int events;

  PollBody(String typeKey) {
    this.typeKey = typeKey;
  }

  int events() {
    return events;
  }

  void add(@Nullable String id, @Nullable String type, Payload data) {
    out.append(events++ == 0 ? "{" : ",{");
    if (id != null) {
      Json.member(out, "id", id);
    }
    if (type != null) {
      Json.member(out, typeKey, type);
    }
    data.appendTo(out);
    out.append('}');
  }

  /** To be called once, after all events. */
  byte[] finish(@Nullable String nextCursor, @Nullable String gapFrom, @Nullable String gapTo) {
    out.append(']');
    if (nextCursor != null) {
      Json.member(out, "nextCursor", nextCursor);
    }
    if (gapFrom != null && gapTo != null) {
      Json.name(out, "gap");
      out.append('{');
      Json.member(out, "from", gapFrom);
      Json.member(out, "to", gapTo);
      out.append('}');
    }
    return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}
