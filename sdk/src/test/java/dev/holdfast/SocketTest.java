package dev.holdfast;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** A server with one stream, a client and a listener, over real sockets. */
abstract class SocketTest {
  static final Duration WAIT = Duration.ofSeconds(10);
  static final Backoff QUICK =
      Backoff.builder()
          .base(Duration.ofMillis(5))
          .cap(Duration.ofMillis(10))
          .floor(Duration.ofMillis(1))
          .build();

  final StreamServer server = StreamServer.builder().start();
  final EventLog log = server.stream("/events").startFromBeginning();
  final ReaderThreads readers = new ReaderThreads();
  final StreamClient client = StreamClient.builder().readerExecutor(readers).build();
  final Recorder recorder = new Recorder();

  @AfterEach
  void closeBoth() {
    client.close();
    server.close();
  }

  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.SSE)
        .backoff(QUICK);
  }

  /** Subscribes; callbacks go to the recorder. */
  Subscription subscribe(StreamRequest.Builder request) {
    return client.subscribe(request.build(), recorder);
  }
}
