package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A client without Holdfast: messages of a WebSocket as they are, and POSTs. */
final class WirePeer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OkHttpClient http = new OkHttpClient();
  private final String url;
  private @Nullable WebSocket socket;
  private Connection connection = new Connection();

  WirePeer(String url) {
    this.url = url;
  }

  /**
   * Opens a WebSocket after a cursor, or from the start; what an earlier one brought is forgotten.
   */
  WirePeer open(@Nullable String cursor, String... protocols) {
    if (socket != null) {
      socket.cancel();
    }
    connection = new Connection();
    Request.Builder request =
        new Request.Builder().url(cursor == null ? url : url + "?after=" + cursor);
    if (protocols.length > 0) {
      request.header("Sec-WebSocket-Protocol", String.join(", ", protocols));
    }
    socket = http.newWebSocket(request.build(), connection);
    try {
      assertThat(connection.opened.await(10, TimeUnit.SECONDS)).as("opened").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  /** Sends; what the server has closed meanwhile takes nothing more. */
  WirePeer send(String text) {
    socket.send(text);
    return this;
  }

  WirePeer send(ByteString bytes) {
    socket.send(bytes);
    return this;
  }

  /** The next that it heard is this message, its members in any order. */
  WirePeer hears(String json) throws IOException {
    String next = next();
    assertThat(JSON.readTree(next)).as(next).isEqualTo(JSON.readTree(json));
    return this;
  }

  /** The next that it heard is an object with a member of this value. */
  JsonNode hears(String member, String value) throws IOException {
    String next = next();
    JsonNode node = JSON.readTree(next);
    assertThat(node.path(member).asText()).as(next).isEqualTo(value);
    return node;
  }

  /** The next message; "closed CODE" after the last, "failed" where there was no close. */
  String next() {
    try {
      String next = connection.heard.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("something within 10 s").isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Posts a message; the status of the answer. */
  int post(String key, String type, String body) throws IOException {
    Request request =
        new Request.Builder()
            .url(url)
            .header("Idempotency-Key", key)
            .post(RequestBody.create(ByteString.encodeUtf8(body), MediaType.get(type)))
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.code();
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.cancel();
    }
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  /** What one connection brought. */
  private static final class Connection extends WebSocketListener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
      opened.countDown();
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
      heard.add(text);
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
      heard.add("bytes " + bytes.hex());
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
      heard.add("closed " + code);
      webSocket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
      heard.add("failed");
    }
  }
}
