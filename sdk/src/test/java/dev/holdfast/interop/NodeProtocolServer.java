package dev.holdfast.interop;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The one in resources/interop/node/holdfast, told by its /control what to do. */
final class NodeProtocolServer implements ProtocolServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OkHttpClient http = new OkHttpClient();
  private final String root;

  NodeProtocolServer(Servers servers) throws IOException {
    int port = ServerProcess.freePort();
    root = "http://127.0.0.1:" + port;
    Node.start(servers, "holdfast/server.js", port);
    servers.opened(http.connectionPool()::evictAll);
    order("config?newcomers=start", "");
  }

  private List<String> order(String order, String body) throws IOException {
    Request request =
        new Request.Builder()
            .url(root + "/control/" + order)
            .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8)))
            .build();
    try (Response response = http.newCall(request).execute()) {
      String text = response.body().string();
      if (response.code() != 200) {
        throw new AssertionError(order + ": " + response.code() + " " + text);
      }
      return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }
  }

  @Override
  public String url() {
    return root + "/events";
  }

  @Override
  public void publish(int count) throws IOException {
    order("publish?count=" + count, "");
  }

  @Override
  public void text(String type, String text) throws IOException {
    json(type, JSON.writeValueAsString(text));
  }

  @Override
  public void json(String type, String source) throws IOException {
    order("event", "{\"type\":\"" + type + "\",\"data\":" + source + "}");
  }

  @Override
  public void bytes(String type, byte[] bytes) throws IOException {
    String data = Base64.getEncoder().encodeToString(bytes);
    json(type, "\"" + data + "\",\"encoding\":\"base64\"");
  }

  @Override
  public void retain(int events) throws IOException {
    order("config?retain=" + events, "");
  }

  @Override
  public void heartbeat(Duration interval) throws IOException {
    order("config?heartbeat=" + interval.toMillis(), "");
  }

  @Override
  public void answer(Answer answer) throws IOException {
    String nack =
        switch (answer) {
          case NACK_RETRY -> "retry";
          case NACK_FINAL -> "final";
          default -> "off";
        };
    order("config?acks=" + (answer != Answer.NONE) + "&nack=" + nack, "");
  }

  @Override
  public void close(int code, String reason) throws IOException {
    order("close?code=" + code + "&reason=" + reason, "");
  }

  @Override
  public void cut() throws IOException {
    order("cut", "");
  }

  @Override
  public void forget() throws IOException {
    order("restart?log=lost", "");
  }

  @Override
  public void end() throws IOException {
    order("end", "");
  }

  @Override
  public List<String> messages() throws IOException {
    return order("messages", "");
  }

  @Override
  public List<String> finished() throws IOException {
    return order("finished", "");
  }
}
