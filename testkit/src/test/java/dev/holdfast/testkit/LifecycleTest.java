package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.RawClient.End;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  @Test
  void aRestartKeepsPortAndLog() throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      EventLog log = server.stream("/e");
      int port = server.port();
      log.publish("a");
      RawClient client = RawClient.open(server, "/e");

      server.stop();
      assertThat(client.end()).isEqualTo(End.CUT);
      assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
      log.publish("b");

      server.start();
      assertThat(server.port()).isEqualTo(port);
      try (RawClient again = RawClient.resume(server, "/e", "1")) {
        assertThat(again.body(5)).isEqualTo("id: 2");
      }
      assertThat(server.requests()).extracting(SeenRequest::connection).containsExactly(1, 2);

      server.restart();
      RawClient.resume(server, "/e", "1").close();
      assertThat(server.acceptedConnections()).isEqualTo(3);
    }
  }

  @Test
  void takesAFixedPortOrSaysThatItCannot() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> StreamServer.builder().port(taken.getLocalPort()).start())
          .isInstanceOf(UncheckedIOException.class);
    }
    int free;
    try (ServerSocket probe = new ServerSocket(0)) {
      free = probe.getLocalPort();
    }
    try (StreamServer server = StreamServer.builder().port(free).start()) {
      assertThat(server.url("/e").toString()).isEqualTo("http://127.0.0.1:" + free + "/e");
    }
  }

  @Test
  void closeIsPromptAndLeavesNothingWhateverConnectionsDo() throws Exception {
    StreamServer server = StreamServer.builder().start();
    EventLog log = server.stream("/e").startFromBeginning();
    log.publish("a");
    log.enqueue(Fault.none());
    log.enqueue(Fault.stallAfterBytes(3));
    log.enqueue(Fault.neverAnswer());
    log.enqueue(Fault.delayHeaders(Duration.ofMinutes(1)));
    log.enqueue(Fault.holdBytes(Duration.ofMinutes(1)));
    log.enqueue(Fault.slowDrip(1));
    log.enqueue(Fault.endlessLine());
    log.enqueue(Fault.endlessHeaders());
    for (int i = 0; i < 8; i++) {
      RawClient.get(server, "/e");
    }
    new Socket("127.0.0.1", server.port());
    for (int i = 0; i < 8; i++) {
      server.takeRequest(SOON);
    }
    server.assertExhausted();

    long start = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(server.openConnections()).isZero();
    assertThat(log.subscribers()).isZero();
    assertThat(serverThreads()).isEmpty();

    server.close();
    assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeWakesIdleSubscriptions() throws Exception {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      StreamServer server = StreamServer.builder().start();
      EventLog log = server.stream("/e");
      try (RawClient client = RawClient.open(server, "/e")) {
        log.awaitSubscribers(1, SOON);
        long start = System.nanoTime();
        server.close();
        quickest = Math.min(quickest, System.nanoTime() - start);
      }
    }
    // They would look up by themselves after 250 ms.
    assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(125));
  }

  private static List<String> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.contains("MockWebServer"))
        .collect(Collectors.toList());
  }

  @Test
  void dropsAndResetsConnections() throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      EventLog log = server.stream("/e");
      try (RawClient client = RawClient.open(server, "/e")) {
        log.awaitSubscribers(1, SOON);
        server.dropConnections();
        assertThat(client.end()).isEqualTo(End.CUT);
      }
      log.awaitSubscribers(0, SOON);
      try (RawClient client = RawClient.open(server, "/e")) {
        log.awaitSubscribers(1, SOON);
        server.resetConnections();
        assertThat(client.end()).isEqualTo(End.RESET);
      }
    }
  }

  @Test
  void noticesThatAClientLeft() throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      EventLog log = server.stream("/e");
      RawClient client = RawClient.open(server, "/e");
      log.awaitSubscribers(1, SOON);
      assertThat(server.openConnections()).isEqualTo(1);
      client.close();
      log.awaitSubscribers(0, SOON);
    }
  }

  @Test
  void countsBytes() throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      server.stream("/e").enqueue(Fault.rawResponse("0123456789"));
      try (RawClient client = RawClient.get(server, "/e")) {
        while (client.rawByte() >= 0) {}
      }
      assertThat(server.bytesSent()).isEqualTo(10);
    }
  }

  @Test
  void aScheduleMayAskTheServerWhileItStops() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch stopping = new CountDownLatch(1);
    StreamServer server = StreamServer.builder().start();
    server.stream("/e")
        .faults(
            info -> {
              asked.countDown();
              awaitQuietly(stopping);
              return Fault.redirect(server.url("/f").toString(), 302);
            });
    RawClient client = RawClient.get(server, "/e");
    assertThat(asked.await(2, TimeUnit.SECONDS)).isTrue();
    Thread closing = new Thread(server::close);
    closing.start();
    assertThat(client.end()).isEqualTo(End.CUT);
    stopping.countDown();
    closing.join(1_000);
    assertThat(closing.isAlive()).isFalse();
    server.assertExhausted();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void refusesToStopOnAConnectionsThread() throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      server.stream("/e")
          .faults(
              info -> {
                server.stop();
                return Fault.none();
              });
      try (RawClient client = RawClient.get(server, "/e")) {
        assertThat(client.head()).startsWith("HTTP/1.1 500 ");
      }
      assertThatThrownBy(server::assertExhausted).hasMessageContaining("connection's thread");
    }
  }

  @Test
  void servesAThousandClientsAtOnce() throws Exception {
    int count = 1_000;
    try (StreamServer server = StreamServer.builder().start()) {
      EventLog log = server.stream("/e");
      RawClient[] clients = new RawClient[count];
      for (int i = 0; i < count; i++) {
        clients[i] = RawClient.get(server, "/e");
      }
      log.awaitSubscribers(count, Duration.ofSeconds(10));
      log.publish("x");
      for (RawClient client : clients) {
        client.head();
        assertThat(client.body(15)).isEqualTo("id: 1\ndata: x\n\n");
      }
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(serverThreads()).isEmpty();
      for (RawClient client : clients) {
        client.close();
      }
    }
  }
}
