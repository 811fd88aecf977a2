package dev.holdfast.dialect;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import okhttp3.Headers;
import okhttp3.MediaType;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** nchan's dialect: a position and perhaps a type, each a line, an empty line, the message. */
final class NchanWebSocket implements WebSocketDialect {
  static final NchanWebSocket INSTANCE = new NchanWebSocket();

  private static final String SUBPROTOCOL = "ws+meta.nchan";
  private static final SocketConversation CONVERSATION =
      new SocketConversation() {
        @Override
        public SocketMessage read(SocketFrame frame) throws IOException {
          return SocketMessage.event(event(frame));
        }

        @Override
        public boolean endsStream(int code, String reason) {
          return code == 1000 && !reason.startsWith("408");
        }
      };

  private NchanWebSocket() {}

  @Override
  public List<String> subprotocols() {
    return Collections.singletonList(SUBPROTOCOL);
  }

  @Override
  public @Nullable SocketConversation begin(
      @Nullable String subprotocol, Headers response, @Nullable String cursor) {
    return SUBPROTOCOL.equals(subprotocol) ? CONVERSATION : null;
  }

  private static DialectEvent event(SocketFrame frame) throws IOException {
    Buffer message = new Buffer();
    String text = frame.text();
    ByteString bytes = frame.bytes();
    if (bytes != null) {
      message.write(bytes);
    } else if (text != null) {
      message.writeUtf8(text);
    }
    String id = null;
    MediaType type = null;
    for (String line = line(message); !line.isEmpty(); line = line(message)) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("content-type: ")) {
        type = MediaType.parse(line.substring(14));
      }
    }
    if (id == null) {
      throw new IOException("a message of nchan without id");
    }
    return text != null
        ? DialectEvent.of(id, null, message.readUtf8())
        : NchanLongPoll.event(id, type, message.readByteString());
  }

  private static String line(Buffer message) throws IOException {
    String line = message.indexOf((byte) '\n') < 0 ? null : message.readUtf8Line();
    if (line == null) {
      throw new IOException("a message of nchan without the empty line after its head");
    }
    return line;
  }

  @Override
  public String toString() {
    return "nchan";
  }
}
