package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.interop.ChaosProxy.Treatment;
import dev.holdfast.interop.ProtocolServer.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams from two servers of docs/protocol.md that know nothing of each other. */
@Timeout(60)
class ProtocolIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension final Servers servers = new Servers();

  private Client client;
  private ProtocolServer server;

  @BeforeEach
  void client() {
    client = servers.opened(new Client());
  }

  private StreamRequest.Builder events(TransportType... transports) {
    return Client.request(server.url(), transports);
  }

  /** Hears this many events from wherever it starts, and returns the cursor after them. */
  private String cursorAfter(int count) {
    Tally tally = client.subscribe(events(TransportType.WEBSOCKET)).await(count);
    awaitProcessed(tally, count);
    tally.stream.cancel();
    return tally.stream.lastEventId();
  }

  private static void awaitProcessed(Tally tally, int count) {
    String last = tally.events.get(count - 1).lastEventId();
    Await.until("processed", SOON, () -> last.equals(tally.stream.lastEventId()));
  }

  @ParameterizedTest
  @EnumSource
  void aNewcomerHearsAllFromTheStartAndLive(Kind kind) throws Exception {
    server = kind.start(servers);
    Tally quiet = client.subscribe(events(TransportType.WEBSOCKET));
    Await.until("a position before any event", SOON, () -> quiet.stream.lastEventId() != null);
    server.publish(50);
    Tally tally = client.subscribe(events(TransportType.WEBSOCKET)).await(50);
    server.publish(50);
    tally.isExactly(1, 100).by(TransportType.WEBSOCKET);
    quiet.isExactly(1, 100).by(TransportType.WEBSOCKET);
    assertThat(tally.stream.diagnostics().attempts()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void oneCursorIsCarriedFromTransportToTransport(Kind kind) throws Exception {
    server = kind.start(servers);
    server.publish(10);
    String cursor = cursorAfter(10);
    TransportType[] all = TransportType.values();
    for (int turn = 0; turn < 2 * all.length; turn++) {
      TransportType transport = all[turn % all.length];
      int known = 10 + turn * 10;
      server.publish(9);
      Tally tally = client.subscribe(events(transport).lastEventId(cursor)).await(9);
      server.publish(1);
      tally.isExactly(known + 1, known + 10).by(transport);
      awaitProcessed(tally, 10);
      cursor = tally.stream.lastEventId();
      tally.stream.cancel();
    }
  }

  @ParameterizedTest
  @CsvSource({"TESTKIT,WEBSOCKET", "NODE,WEBSOCKET", "TESTKIT,LONG_POLL", "NODE,LONG_POLL"})
  void cutsInMidStreamLoseAndRepeatNothing(Kind kind, TransportType transport) throws Exception {
    server = kind.start(servers);
    server.publish(1);
    Tally tally = client.subscribe(events(transport)).await(1);
    for (int cut = 0; cut < 5; cut++) {
      for (int i = 0; i < 10; i++) {
        server.publish(10);
      }
      server.cut();
      server.publish(10);
      tally.await(1 + (cut + 1) * 110);
    }
    tally.isExactly(1, 551).by(transport);
    if (transport == TransportType.WEBSOCKET) {
      assertThat(tally.ended).hasSize(5);
    } else {
      // A poll that is cut before its answer is asked again; that is no other attempt. One that is
      // cut within its answer is.
      assertThat(tally.ended).hasSizeLessThanOrEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatForgotIsAPossibleGap(Kind kind) throws Exception {
    server = kind.start(servers);
    server.publish(10);
    Tally tally = client.subscribe(events(TransportType.WEBSOCKET)).await(10);
    server.forget();
    Await.until(() -> "a gap\n" + tally, SOON, () -> !tally.gaps.isEmpty());
    server.publish(10);
    tally.await(20);
    assertThat(tally.data()).isEqualTo(Tally.numbers(1, 20));
    assertThat(tally.gaps).hasSize(1);
    Gap gap = tally.gaps.get(0);
    assertThat(gap.certainty()).isEqualTo(Gap.Certainty.POSSIBLE);
    assertThat(gap.reason()).isEqualTo(Gap.Reason.REPORTED_BY_SERVER);
    assertThat(gap.from()).isEqualTo("10");
  }

  /** The test kit's is told to answer 410 where that matters: it starts from what it has. */
  @ParameterizedTest
  @EnumSource(
      value = TransportType.class,
      names = {"SSE", "LONG_POLL"})
  void aCursorThatIsAnsweredBy410IsAPossibleGap(TransportType transport) throws Exception {
    server = Kind.NODE.start(servers);
    server.publish(10);
    Tally tally = client.subscribe(events(transport)).await(10);
    server.forget();
    Await.until(() -> "a gap\n" + tally, SOON, () -> !tally.gaps.isEmpty());
    server.publish(10);
    tally.await(20).by(transport);
    assertThat(tally.data()).isEqualTo(Tally.numbers(1, 20));
    assertThat(tally.gaps)
        .extracting(Gap::from, Gap::certainty, Gap::reason)
        .containsExactly(tuple("10", Gap.Certainty.POSSIBLE, Gap.Reason.CURSOR_REFUSED));
  }

  @ParameterizedTest
  @CsvSource({"TESTKIT,WEBSOCKET", "NODE,WEBSOCKET", "TESTKIT,LONG_POLL", "NODE,LONG_POLL"})
  void eventsThatAreKeptNoMoreAreAProvenGap(Kind kind, TransportType transport) throws Exception {
    server = kind.start(servers);
    server.publish(2);
    String cursor = cursorAfter(2);
    server.retain(5);
    server.publish(20);
    Tally tally = client.subscribe(events(transport).lastEventId(cursor)).await(5);
    assertThat(tally.data()).isEqualTo(Tally.numbers(18, 22));
    assertThat(tally.gaps)
        .extracting(Gap::from, Gap::to, Gap::certainty, Gap::reason)
        .containsExactly(tuple("2", "18", Gap.Certainty.PROVEN, Gap.Reason.REPORTED_BY_SERVER));
  }

  @ParameterizedTest
  @CsvSource({"TESTKIT,WEBSOCKET", "NODE,WEBSOCKET", "TESTKIT,LONG_POLL", "NODE,LONG_POLL"})
  void dataOfEveryKindComesAsItIs(Kind kind, TransportType transport) throws Exception {
    server = kind.start(servers);
    List<String> sources =
        List.of(
            "67340.10",
            "{\"a\": 1, \"b\":[1e400,  -0.0]}",
            "null",
            "[]",
            "true",
            "{\"data\":\"}\"}");
    List<String> texts =
        List.of("", "plain", "two\nlines\r\nand \"quotes\" \\", "\u2028 \uD83D\uDE00 \u0000 }");
    for (String source : sources) {
      server.json("json", source);
    }
    for (String text : texts) {
      server.text("text", text);
    }
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    server.bytes("bytes", every);
    server.bytes("bytes", new byte[0]);
    Tally tally = client.subscribe(events(transport)).await(12);
    assertThat(tally.data().subList(0, 6)).isEqualTo(sources);
    assertThat(tally.data().subList(6, 10)).isEqualTo(texts);
    assertThat(tally.events.get(10).bytes().toByteArray()).isEqualTo(every);
    assertThat(tally.events.get(11).bytes().toByteArray()).isEmpty();
    assertThat(tally.events.subList(10, 12)).allMatch(StreamEvent::isBinary);
    assertThat(tally.events.subList(0, 10)).noneMatch(StreamEvent::isBinary);
    assertThat(tally.events.subList(0, 6)).allMatch(event -> event.type().equals("json"));
    assertThat(tally.events.subList(6, 10)).allMatch(event -> event.type().equals("text"));
  }

  @ParameterizedTest
  @EnumSource
  void heartbeatsAreLifeAndTheirAbsenceIsFound(Kind kind) throws Exception {
    server = kind.start(servers);
    // A pace that a thread of this machine may be late by a fifth of, and still be even.
    server.heartbeat(Duration.ofSeconds(1));
    ChaosProxy proxy = servers.opened(new ChaosProxy(port(), number -> Treatment.NONE));
    server.publish(2);
    String url = server.url().replace(":" + port() + "/", ":" + proxy.port() + "/");
    Tally tally = client.subscribe(Client.request(url, TransportType.WEBSOCKET)).await(2);
    int before = proxy.passed();
    Await.until("heartbeats", SOON, () -> proxy.passed() >= before + 4);
    assertThat(tally.stream.diagnostics().attempts()).hasSize(1);
    proxy.stall();
    server.publish(1);
    Await.until(() -> "3 by another\n" + tally, SOON, () -> tally.data().contains("3"));
    assertThat(proxy.accepted()).isEqualTo(2);
    tally.isExactly(1, 3);
  }

  private int port() {
    return URI.create(server.url()).getPort();
  }

  @ParameterizedTest
  @CsvSource({
    "TESTKIT,1001",
    "NODE,1001",
    "TESTKIT,1011",
    "NODE,1011",
    "TESTKIT,1012",
    "NODE,1012",
    "TESTKIT,4001",
    "NODE,4001"
  })
  void closeCodesThatAreNoEndAreReturnedFrom(Kind kind, int code) throws Exception {
    server = kind.start(servers);
    server.publish(5);
    Tally tally = client.subscribe(events(TransportType.WEBSOCKET)).await(5);
    server.close(code, "again");
    server.publish(5);
    tally.isExactly(1, 10).by(TransportType.WEBSOCKET);
    Await.until("its report", SOON, () -> tally.ended.size() == 1);
    assertThat(tally.closed).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anEndIsTheEndAlsoForThoseWhoComeLater(Kind kind) throws Exception {
    server = kind.start(servers);
    server.publish(5);
    String cursor = cursorAfter(5);
    Tally tally = client.subscribe(events(TransportType.WEBSOCKET)).await(5);
    server.publish(5);
    server.end();
    assertThat(tally.awaitClosed()).isNull();
    tally.isExactly(1, 10);
    Tally late = client.subscribe(events(TransportType.WEBSOCKET).lastEventId(cursor));
    assertThat(late.awaitClosed()).isNull();
    late.isExactly(6, 10);
  }

  @ParameterizedTest
  @EnumSource
  void policyClosesForGood(Kind kind) throws Exception {
    server = kind.start(servers);
    server.publish(5);
    Tally tally = client.subscribe(events(TransportType.WEBSOCKET)).await(5);
    server.close(1008, "no");
    assertThat(tally.awaitClosed()).hasMessageContaining("1008");
  }

  @ParameterizedTest
  @EnumSource
  void aChannelMovesToWebSocketAndIsThereAgainAfterACut(Kind kind) throws Exception {
    server = kind.start(servers);
    server.publish(20);
    Tally tally = client.open(events()).await(20);
    goesByWebSocket(tally);
    server.publish(20);
    tally.await(40);
    server.cut();
    server.publish(20);
    tally.await(60);
    goesByWebSocket(tally);
    server.publish(20);
    tally.isExactly(1, 80);
    assertThat(tally.openedBy().get(0)).isEqualTo(TransportType.SSE);
    assertThat(tally.events.get(79).transport()).isEqualTo(TransportType.WEBSOCKET);
  }

  private static void goesByWebSocket(Tally tally) {
    Await.until(
        () -> "by WebSocket\n" + tally,
        SOON,
        () -> tally.stream.diagnostics().transport() == TransportType.WEBSOCKET);
  }
}
