package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Publishes numbers by HTTP, one request each, as applications do. */
final class Publisher implements AutoCloseable {
  private static final MediaType TEXT = MediaType.get("text/plain");

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .retryOnConnectionFailure(false)
          .callTimeout(Duration.ofSeconds(10))
          .build();
  private final String url;
  private int last;
  private int doubts;

  Publisher(String url) {
    this.url = url;
  }

  /** How often it did not get to know that a number was published, and published it again. */
  int doubts() {
    return doubts;
  }

  int last() {
    return last;
  }

  /** Publishes the next numbers; each must be accepted. */
  void publish(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int status = post("" + (last + 1));
      assertThat(status).as("answer to the publisher").isBetween(200, 299);
      last++;
    }
  }

  /** Publishes the next numbers at a pace; each must be accepted. */
  void flow(int count, int eventsPerSecond) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(start + i * 1_000_000_000L / eventsPerSecond - System.nanoTime());
      publish(1);
    }
  }

  /** Publishes the next numbers at a pace, each as often as it takes until it is accepted. */
  void persist(int count, int eventsPerSecond) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(start + i * 1_000_000_000L / eventsPerSecond - System.nanoTime());
      int tries = 0;
      while (!accepted("" + (last + 1))) {
        assertThat(++tries).as("tries to publish").isLessThan(100);
        LockSupport.parkNanos(50_000_000);
        doubts++;
      }
      last++;
    }
  }

  private boolean accepted(String data) {
    try {
      return post(data) / 100 == 2;
    } catch (IOException e) {
      return false;
    }
  }

  /** Publishes something; returns the answer's status. */
  int post(String data) throws IOException {
    Request request =
        new Request.Builder().url(url).post(RequestBody.create(data.getBytes(), TEXT)).build();
    try (Response response = http.newCall(request).execute()) {
      return response.code();
    }
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
  }
}
