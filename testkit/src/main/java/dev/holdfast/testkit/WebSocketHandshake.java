package dev.holdfast.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The server's half of the opening handshake (RFC 6455 §4.2.2). */
final class WebSocketHandshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  final WebSocketProtocol protocol;
  final boolean deflates;
  private final SeenRequest request;

  WebSocketHandshake(SeenRequest request, WebSockets settings) {
    this.request = request;
    this.protocol =
        WebSocketProtocol.choose(
            request.headers().values("Sec-WebSocket-Protocol"), settings.protocols());
    this.deflates = settings.deflates() && offersDeflate(request);
  }

  private static boolean offersDeflate(SeenRequest request) {
    for (String offer : request.headers().values("Sec-WebSocket-Extensions")) {
      if (offer.contains(MessageDeflate.OFFER)) {
        return true;
      }
    }
    return false;
  }

  /** Answers; the fault's headers take the place of ours. */
  void accept(OutputStream out, Fault fault) throws IOException {
    Headers.Builder headers =
        new Headers.Builder()
            .add("Upgrade", "websocket")
            .add("Connection", "Upgrade")
            .add("Sec-WebSocket-Accept", accepted(request.header("Sec-WebSocket-Key")));
    if (protocol.subprotocol != null) {
      headers.add("Sec-WebSocket-Protocol", protocol.subprotocol);
    }
    if (deflates) {
      headers.add("Sec-WebSocket-Extensions", MessageDeflate.ACCEPTED);
    }
    Headers instead = fault.get(Fault.Aspect.HEADERS, Headers.class);
    for (int i = 0; instead != null && i < instead.size(); i++) {
      headers.set(instead.name(i), instead.value(i));
    }
    String head = "HTTP/1.1 101 Switching Protocols\r\n" + headers.build() + "\r\n";
    out.write(head.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String accepted(@Nullable String key) {
    return ByteString.encodeUtf8(key + GUID).sha1().base64();
  }
}
