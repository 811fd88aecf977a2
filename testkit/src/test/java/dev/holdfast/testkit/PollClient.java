package dev.holdfast.testkit;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Long polls by OkHttp, without its retries. */
final class PollClient {
  private final OkHttpClient http;
  private final HttpUrl url;

  PollClient(StreamServer server, String path) {
    this(new OkHttpClient(), server, path);
  }

  PollClient(OkHttpClient http, StreamServer server, String path) {
    this.http = http.newBuilder().retryOnConnectionFailure(false).followRedirects(false).build();
    this.url = server.url(path);
  }

  /** An answer, read to its end. */
  static final class Polled {
    final int code;
    final Headers headers;
    final String body;

    Polled(Response response) throws IOException {
      code = response.code();
      headers = response.headers();
      body = response.body().string();
    }
  }

  /** A poll with these query parameters: names and values in turn. */
  Call call(String... query) {
    HttpUrl.Builder target = url.newBuilder();
    for (int i = 0; i < query.length; i += 2) {
      target.addQueryParameter(query[i], query[i + 1]);
    }
    return http.newCall(
        new Request.Builder().url(target.build()).header("Accept", "application/json").build());
  }

  Polled poll(String... query) throws IOException {
    try (Response response = call(query).execute()) {
      return new Polled(response);
    }
  }

  /** The answer's body. */
  String body(String... query) throws IOException {
    return poll(query).body;
  }

  String after(String cursor) throws IOException {
    return body("after", cursor);
  }

  CompletableFuture<Polled> start(String... query) {
    return start(call(query));
  }

  static CompletableFuture<Polled> start(Call call) {
    CompletableFuture<Polled> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            answer.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call answered, Response response) {
            try (response) {
              answer.complete(new Polled(response));
            } catch (IOException e) {
              answer.completeExceptionally(e);
            }
          }
        });
    return answer;
  }
}
