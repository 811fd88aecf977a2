package dev.holdfast.okhttp;

import dev.holdfast.Backoff;
import dev.holdfast.StreamClient;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSources;
import org.junit.jupiter.api.AfterEach;

/** A server with one stream, and the factories of both libraries. */
abstract class SseTest {
  static final Duration WAIT = Duration.ofSeconds(10);
  static final Backoff QUICK =
      Backoff.builder()
          .base(Duration.ofMillis(5))
          .cap(Duration.ofMillis(10))
          .floor(Duration.ofMillis(1))
          .build();

  /** Whose factory a test runs on. */
  enum Library {
    OKHTTP_SSE,
    HOLDFAST
  }

  final StreamServer server = StreamServer.builder().start();
  final EventLog log = server.stream("/events").startFromBeginning();
  final OkHttpClient okHttpClient = new OkHttpClient();
  final StreamClient streamClient = StreamClient.builder().okHttpClient(okHttpClient).build();

  @AfterEach
  void closeAll() {
    streamClient.close();
    okHttpClient.dispatcher().cancelAll();
    okHttpClient.dispatcher().executorService().shutdown();
    okHttpClient.connectionPool().evictAll();
    server.close();
  }

  EventSource.Factory factory(Library library) {
    return library == Library.OKHTTP_SSE
        ? EventSources.createFactory(okHttpClient)
        : HoldfastEventSources.createFactory(streamClient);
  }

  /** The drop-in, with short waits between attempts. */
  EventSource.Factory quick() {
    return HoldfastEventSources.createFactory(streamClient, settings -> settings.backoff(QUICK));
  }

  Request.Builder request() {
    return new Request.Builder().url(server.url("/events"));
  }
}
