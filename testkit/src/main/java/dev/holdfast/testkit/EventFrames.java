package dev.holdfast.testkit;

import java.io.IOException;
import java.time.Duration;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** What each protocol makes of events and of the rest that a server says. */
final class EventFrames {
  private EventFrames() {}

  static void add(FrameWriter writer, WebSocketProtocol protocol, Entry entry, Payload data) {
    boolean binary = protocol != WebSocketProtocol.HOLDFAST_V1 && data.isBinary();
    writer.add(binary ? Frame.BINARY : Frame.TEXT, encode(protocol, entry, data));
  }

  private static byte[] encode(WebSocketProtocol protocol, Entry entry, Payload data) {
    switch (protocol) {
      case HOLDFAST_V1:
        StringBuilder json = new StringBuilder("{\"kind\":\"event\"");
        if (entry.id != null) {
          Json.member(json, "id", entry.id);
        }
        if (entry.type != null) {
          Json.member(json, "type", entry.type);
        }
        data.appendTo(json);
        return new Buffer().writeUtf8(json.append('}').toString()).readByteArray();
      case NCHAN:
        Buffer frame = new Buffer();
        if (entry.id != null) {
          frame.writeUtf8("id: " + entry.id + "\n");
        }
        if (data.contentType() != null) {
          frame.writeUtf8("content-type: " + data.contentType() + "\n");
        }
        return frame.writeUtf8("\n").write(data.bytes()).readByteArray();
      case RAW:
        return data.bytes().toByteArray();
    }
    throw new AssertionError(protocol);
  }

  static String hello(boolean resumed, @Nullable String cursor, Duration heartbeat) {
    StringBuilder hello = new StringBuilder("{\"kind\":\"hello\",\"resumed\":" + resumed);
    if (cursor != null) {
      Json.member(hello, "cursor", cursor);
    }
    if (!heartbeat.isZero()) {
      hello.append(",\"heartbeat\":").append(heartbeat.toMillis());
    }
    return hello.append('}').toString();
  }

  static String gap(String from, String to) {
    StringBuilder gap = new StringBuilder("{\"kind\":\"gap\"");
    Json.member(gap, "from", from);
    Json.member(gap, "to", to);
    return gap.append('}').toString();
  }

  static String ack(String ref) {
    StringBuilder ack = new StringBuilder("{\"kind\":\"ack\"");
    Json.member(ack, "ref", ref);
    return ack.append('}').toString();
  }

  static String nack(String ref, String reason, boolean retry) {
    StringBuilder nack = new StringBuilder("{\"kind\":\"nack\"");
    Json.member(nack, "ref", ref);
    Json.member(nack, "reason", reason);
    return nack.append(",\"retry\":").append(retry).append('}').toString();
  }

  /** A sign of life: where the protocol has none, a ping. */
  static void heartbeat(FrameWriter writer, WebSocketProtocol protocol) throws IOException {
    if (protocol == WebSocketProtocol.HOLDFAST_V1) {
      writer.text("{\"kind\":\"heartbeat\"}");
    } else {
      writer.frame(Frame.FIN | Frame.PING, new byte[0]);
    }
  }
}
