package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;

/** A message of the app in words of {@code holdfast.v1}. */
final class JsonSend {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonSend() {}

  static SocketFrame frame(OutgoingMessage message) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("kind", "send");
      json.writeStringField("ref", message.ref());
      json.writeFieldName("data");
      String text = message.text();
      if (text == null) {
        json.writeString(message.bytes().base64());
        json.writeStringField("encoding", "base64");
      } else if (message.kind() == OutgoingMessage.Kind.JSON) {
        // As it is: no number is reformatted.
        json.writeRawValue(text);
      } else {
        json.writeString(text);
      }
      json.writeEndObject();
    }
    return SocketFrame.text(out.toString());
  }
}
