package dev.holdfast.testkit;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** OkHttp's WebSocket, whose callbacks are read as a script. */
final class WsClient extends WebSocketListener implements AutoCloseable {
  private static final int SECONDS = 5;

  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final OkHttpClient http;
  final WebSocket socket;

  private WsClient(OkHttpClient http, Request request) {
    this.http = http;
    this.socket = http.newWebSocket(request, this);
  }

  static Request.Builder request(StreamServer server, String target) {
    return new Request.Builder().url(server.url(target));
  }

  static WsClient open(OkHttpClient http, Request request) {
    return new WsClient(http, request);
  }

  static WsClient open(Request request) {
    return open(new OkHttpClient.Builder().pingInterval(Duration.ZERO).build(), request);
  }

  /** Speaks holdfast.v1. */
  static WsClient v1(StreamServer server, String target) {
    return open(request(server, target).header("Sec-WebSocket-Protocol", "holdfast.v1").build());
  }

  /** The next callback; its text, or what it is. */
  String next() throws InterruptedException {
    String next = said.poll(SECONDS, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  boolean isQuiet(Duration time) throws InterruptedException {
    return said.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
  }

  @Override
  public void onOpen(WebSocket webSocket, Response response) {
    said.add("open " + response.header("Sec-WebSocket-Protocol"));
  }

  @Override
  public void onMessage(WebSocket webSocket, String text) {
    said.add(text);
  }

  @Override
  public void onMessage(WebSocket webSocket, ByteString bytes) {
    said.add("binary " + bytes.hex());
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    said.add("closing " + code + " " + reason);
    webSocket.close(code == 1005 ? 1000 : code, null);
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable failure, Response response) {
    said.add(
        "failed "
            + (response == null ? "" : response.code() + " ")
            + failure.getClass().getSimpleName());
  }

  @Override
  public void close() {
    socket.cancel();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
