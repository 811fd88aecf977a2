package dev.holdfast.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.RawClient.End;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BodyFaultTest {
  /** Two events, 17 and 21 bytes. */
  private static final String BODY = "id: 1\ndata: one\n\nid: 2\ndata: zweites\n\n";

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e").startFromBeginning();

  @BeforeEach
  void publish() {
    log.publish("one");
    log.publish("zweites");
  }

  @AfterEach
  void close() {
    server.assertExhausted();
    server.close();
  }

  static Stream<Arguments> endings() {
    return Stream.of(0, 1, 16, 17, 18, 30, BODY.length())
        .flatMap(
            at ->
                Stream.of(
                    ending(at, End.EOF, Fault::eofAfterBytes),
                    ending(at, End.CUT, Fault::cutAfterBytes),
                    ending(at, End.RESET, Fault::resetAfterBytes),
                    ending(at, End.SILENCE, Fault::stallAfterBytes)));
  }

  private static Arguments ending(int at, End end, LongFunction<Fault> fault) {
    return Arguments.of(at, end, fault.apply(at));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void endsAtExactlyThatByte(int at, End end, Fault fault) throws Exception {
    log.enqueue(fault);
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.body(at)).isEqualTo(BODY.substring(0, at));
      assertThat(client.end()).isEqualTo(end);
      assertThat(client.isInsideChunk()).isEqualTo(end == End.CUT);
    }
  }

  @ParameterizedTest
  @MethodSource("endings")
  void endsThereInSmallWritesToo(int at, End end, Fault fault) throws Exception {
    log.writeSize(1).enqueue(fault);
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.body(at)).isEqualTo(BODY.substring(0, at));
      assertThat(client.end()).isEqualTo(end);
      assertThat(client.isInsideChunk()).isEqualTo(end == End.CUT);
    }
  }

  @Test
  void aReachedPositionStrikesWithoutWaitingForMore() throws Exception {
    log.enqueue(Fault.cutAfterBytes(BODY.length()));
    try (RawClient client = RawClient.open(server, "/e")) {
      client.body(BODY.length());
      assertThat(client.end()).isEqualTo(End.CUT);
    }
  }

  @Test
  void anUnreachedPositionDoesNothingUntilItIsReached() throws Exception {
    log.enqueue(Fault.resetAfterBytes(BODY.length() + 1));
    try (RawClient client = RawClient.open(server, "/e")) {
      client.body(BODY.length());
      assertThat(client.end()).isEqualTo(End.SILENCE);
      log.publish("more");
      assertThat(client.body(1)).isEqualTo("i");
      assertThat(client.end()).isEqualTo(End.RESET);
    }
  }

  @Test
  void aStalledConnectionStaysSilentWhateverHappens() throws Exception {
    log.heartbeat(Duration.ofMillis(10)).enqueue(Fault.stallAfterBytes(5));
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.body(5)).isEqualTo("id: 1");
      log.publish("more");
      assertThat(client.end()).isEqualTo(End.SILENCE);
      assertThat(server.openConnections()).isEqualTo(1);
    }
    log.awaitSubscribers(0, Duration.ofSeconds(2));
  }

  @Test
  void okHttpSeesAConnectionReset() throws Exception {
    log.enqueue(Fault.resetAfterBytes(10));
    Request request = new Request.Builder().url(server.url("/e")).build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      response.body().source().require(10);
      assertThatThrownBy(() -> response.body().string())
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    }
  }

  @Test
  void theJdkClientSeesACutAsAnErrorAndAnEofAsTheEnd() throws Exception {
    HttpClient jdk = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("/e").toString())).build();

    log.enqueue(Fault.cutAfterBytes(20));
    assertThatThrownBy(() -> jdk.send(request, BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);

    log.enqueue(Fault.eofAfterBytes(20));
    assertThat(jdk.send(request, BodyHandlers.ofString()).body()).isEqualTo(BODY.substring(0, 20));
  }

  @Test
  void theConnectionIsReusableAfterACleanEnd() throws Exception {
    log.enqueue(Fault.eofAfterBytes(3)).enqueue(Fault.eofAfterBytes(4));
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.rest()).isEqualTo("id:");
      client.send("GET /e HTTP/1.1\r\nHost: x\r\n\r\n").head();
      assertThat(client.rest()).isEqualTo("id: ");
    }
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void holdsTheBodyForATime() throws Exception {
    log.enqueue(Fault.holdBytes(Duration.ofMillis(400)).and(Fault.eofAfterBytes(17)));
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.end()).isEqualTo(End.SILENCE);
      assertThat(client.rest()).isEqualTo(BODY.substring(0, 17));
    }
  }

  @Test
  void holdsTheBodyUntilABufferIsFull() throws Exception {
    log.enqueue(Fault.holdBytes(BODY.length() + 10));
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.end()).isEqualTo(End.SILENCE);
      log.raw("012345678".getBytes(UTF_8));
      assertThat(client.end()).isEqualTo(End.SILENCE);
      log.raw("9".getBytes(UTF_8));
      assertThat(client.body(BODY.length() + 10)).isEqualTo(BODY + "0123456789");
      log.raw("!".getBytes(UTF_8));
      assertThat(client.body(1)).isEqualTo("!");
    }
  }

  @Test
  void flushesWhatIsHeldWhenTheStreamEnds() throws Exception {
    log.enqueue(Fault.holdBytes(1_000_000));
    try (RawClient client = RawClient.open(server, "/e")) {
      log.end();
      assertThat(client.rest()).isEqualTo(BODY);
    }
  }

  @Test
  void drips() throws Exception {
    log.enqueue(Fault.slowDrip(100).and(Fault.eofAfterBytes(30)));
    long start = System.nanoTime();
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.rest()).isEqualTo(BODY.substring(0, 30));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
      assertThat(client.chunkSizes).hasSizeGreaterThan(10);
    }
  }

  @Test
  void dropsAnEventSilently() throws Exception {
    log.publish("three");
    log.end();
    log.enqueue(Fault.dropEvent("2"));
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.rest()).isEqualTo("id: 1\ndata: one\n\nid: 3\ndata: three\n\n");
    }
    assertThat(log.published()).isEqualTo(3);
  }
}
