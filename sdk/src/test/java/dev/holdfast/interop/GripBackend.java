package dev.holdfast.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * An application behind Pushpin: it answers what is there, tells Pushpin (by the headers of GRIP)
 * to hold the connection, and publishes what comes to Pushpin.
 */
final class GripBackend implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient http = new OkHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Set<String> recovered = ConcurrentHashMap.newKeySet();
  private volatile int last;

  GripBackend() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
    server.createContext("/events", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** What Pushpin has asked for because it had missed it. */
  Set<String> recovered() {
    return recovered;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    boolean stream = !JSON.toString().equals(accept);
    int from = from(exchange);
    int upTo = last;
    StringBuilder events = new StringBuilder();
    for (int i = from + 1; i <= upTo; i++) {
      if (asksAgain(exchange)) {
        recovered.add("" + i);
      }
      events.append(stream || events.length() == 0 ? "" : ",").append(stream ? sse(i) : json(i));
    }
    if (stream || from == upTo) {
      set(exchange, "Grip-Hold", stream ? "stream" : "response");
      set(exchange, "Grip-Channel", "events; prev-id=" + upTo);
      set(exchange, "Grip-Timeout", "5");
      set(exchange, "Grip-Keep-Alive", ":\\n\\n; format=cstring; timeout=1");
      // Where Pushpin finds that it has missed something, it asks here.
      set(exchange, "Grip-Link", "</events?from=" + upTo + ">; rel=next");
    }
    set(exchange, "Content-Type", stream ? "text/event-stream" : JSON.toString());
    byte[] body =
        (stream ? ":\n\n" + events : poll(events.toString())).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void set(HttpExchange exchange, String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  private static boolean asksAgain(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query != null && query.startsWith("from=");
  }

  private static int from(HttpExchange exchange) {
    if (asksAgain(exchange)) {
      return Integer.parseInt(exchange.getRequestURI().getQuery().substring("from=".length()));
    }
    String cursor = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    return cursor == null ? 0 : Integer.parseInt(cursor);
  }

  private static String sse(int number) {
    return "id: " + number + "\ndata: " + number + "\n\n";
  }

  private static String json(int number) {
    return "{\"id\":\"" + number + "\",\"data\":\"" + number + "\"}";
  }

  private static String poll(String events) {
    return "{\"events\":[" + events + "]}";
  }

  /** Publishes the next number to a Pushpin. */
  void publish(int pushpin) throws IOException {
    int number = last + 1;
    last = number;
    String item =
        String.format(
            "{\"items\":[{\"channel\":\"events\",\"id\":\"%d\",\"prev-id\":\"%d\",\"formats\":{"
                + "\"http-stream\":{\"content\":%s},"
                + "\"http-response\":{\"headers\":{\"Content-Type\":\"%s\"},\"body\":%s}}}]}",
            number, number - 1, quoted(sse(number)), JSON, quoted(poll(json(number))));
    Request request =
        new Request.Builder()
            .url("http://127.0.0.1:" + pushpin + "/publish/")
            .post(RequestBody.create(item, JSON))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("Pushpin answered " + response.code());
      }
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.connectionPool().evictAll();
  }
}
