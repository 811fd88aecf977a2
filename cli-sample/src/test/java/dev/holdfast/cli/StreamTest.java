package dev.holdfast.cli;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with one stream, for a command to tail. */
abstract class StreamTest {
  static final Duration SOON = Duration.ofSeconds(10);

  StreamServer server;
  EventLog log;

  @BeforeEach
  void start() {
    server = StreamServer.builder().start();
    log = server.stream("/events").startFromBeginning();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Where the stream is; as an argument of the command. */
  Object url() {
    return server.url("/events");
  }
}
