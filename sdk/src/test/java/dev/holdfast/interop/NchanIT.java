package dev.holdfast.interop;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static dev.holdfast.TransportType.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.AttemptReport.Next;
import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.interop.ChaosProxy.End;
import dev.holdfast.interop.ChaosProxy.Treatment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One URL of nginx with nchan, by event stream, by long polling and by WebSocket. */
@Timeout(60)
class NchanIT {
  private static final String PINGS =
      """
              nchan_eventsource_ping_interval 20s;
              nchan_eventsource_ping_event '';      # a comment in place of an event
              nchan_eventsource_ping_comment ping;
      """;

  @RegisterExtension final Servers servers = new Servers();

  private int port;
  private Publisher publisher;
  private Client client;

  @BeforeEach
  void ports() throws IOException {
    port = ServerProcess.freePort();
    publisher = servers.opened(new Publisher(url(port, "/publish?channel=a")));
    client = servers.opened(new Client());
  }

  private static String url(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private ServerProcess start(Config config) throws IOException {
    config.with("listen 8080", "listen 127.0.0.1:" + port);
    return Nginx.start(servers, "nginx", port, config.with("newest", "oldest"));
  }

  /** A stream from nginx, or through a proxy before it. */
  private StreamRequest.Builder events(int at, TransportType... transports) {
    return Client.nchan(url(at, "/events?channel=a"), transports);
  }

  @ParameterizedTest
  @EnumSource
  void aChannelIsHeardFromItsStartAndLive(TransportType transport) throws Exception {
    start(Config.of("nchan.conf"));
    publisher.publish(50);
    Tally tally = client.subscribe(events(port, transport)).await(50);
    publisher.flow(100, 200);
    tally.isExactly(1, 150).by(transport);
    List<AttemptReport> attempts = tally.stream.diagnostics().attempts();
    assertThat(attempts).hasSize(1);
    assertThat(attempts.get(0).transport()).isEqualTo(transport);
    assertThat(attempts.get(0).verdict()).isEqualTo(Verdict.PROVEN);
  }

  @ParameterizedTest
  @EnumSource
  void cutsInMidStreamLoseAndRepeatNothing(TransportType transport) throws Exception {
    start(Config.of("nchan.conf"));
    Random random = new Random(7);
    ChaosProxy proxy =
        servers.opened(
            new ChaosProxy(
                port,
                number ->
                    Treatment.end(
                        number % 2 == 0 ? End.EOF : End.RESET, 250 + random.nextInt(900))));
    publisher.publish(1);
    Tally tally = client.subscribe(events(proxy.port(), transport)).await(1);
    publisher.flow(400, 100);
    tally.isExactly(1, 401).by(transport);
    assertThat(proxy.met().get(End.EOF)).isGreaterThan(3);
    assertThat(proxy.met().get(End.RESET)).isGreaterThan(3);
    assertThat(tally.ended).allMatch(attempt -> attempt.transport() == transport);
    assertThat(tally.ended).anyMatch(attempt -> attempt.next() == Next.RETRY);
  }

  @Test
  void oneCursorIsCarriedFromTransportToTransport() throws Exception {
    start(Config.of("nchan.conf"));
    publisher.publish(1);
    String cursor = null;
    List<TransportType> turns =
        List.of(SSE, WEBSOCKET, LONG_POLL, WEBSOCKET, SSE, LONG_POLL, SSE, WEBSOCKET);
    for (TransportType transport : turns) {
      publisher.publish(9);
      Tally tally = client.subscribe(events(port, transport).lastEventId(cursor));
      tally.await(cursor == null ? 10 : 9);
      publisher.publish(1);
      tally.isExactly(cursor == null ? 1 : publisher.last() - 9, publisher.last()).by(transport);
      cursor = tally.stream.lastEventId();
      tally.stream.cancel();
    }
  }

  /** The default form, {@code event: ping}, is a block without data: no event, and no comment. */
  static Stream<Arguments> pings() {
    HeartbeatPolicy fixed = HeartbeatPolicy.fixed(Duration.ofSeconds(3));
    return Stream.of(
        Arguments.of("event ''; nchan_eventsource_ping_comment ping", 0, HeartbeatPolicy.auto()),
        Arguments.of("event ping", 0, fixed),
        Arguments.of("event ping; nchan_eventsource_ping_data now", 1, fixed));
  }

  @ParameterizedTest
  @MethodSource("pings")
  void pingsOfAnyFormAreLifeAndTheirAbsenceIsFound(String form, int heard, HeartbeatPolicy policy)
      throws Exception {
    String pings = "nchan_eventsource_ping_interval 1s; nchan_eventsource_ping_" + form + ";";
    start(Config.of("nchan.conf").with(PINGS, pings));
    ChaosProxy proxy = servers.opened(new ChaosProxy(port, number -> Treatment.NONE));
    publisher.publish(2);
    Tally tally = client.subscribe(events(proxy.port(), SSE).heartbeat(policy));
    tally.await(2 + 4 * heard);
    int before = proxy.passed();
    Await.until("four pings", Duration.ofSeconds(10), () -> proxy.passed() >= before + 4);
    assertThat(tally.stream.diagnostics().attempts()).hasSize(1);
    proxy.stall();
    publisher.publish(1);
    long cut = System.nanoTime();
    Await.until(
        () -> "3 by another connection\n" + tally,
        Duration.ofSeconds(7), // The least deadline that is learned is 5 s; and 2 for this machine.
        () -> tally.data().contains("3"));
    long millis = (System.nanoTime() - cut) / 1_000_000;
    System.out.println("nchan, pings by " + form + ": replaced after " + millis + " ms");
    assertThat(proxy.accepted()).isEqualTo(2);
    publisher.publish(2);
    Await.until("the last", Duration.ofSeconds(5), () -> tally.data().contains("5"));
    assertThat(
            tally.expects(Tally.numbers(1, 5)).data().stream().filter(data -> !data.equals("now")))
        .isEqualTo(Tally.numbers(1, 5));
    assertThat(tally.gaps).isEmpty();
  }

  @Test
  void aPollThatNobodyAnswersIsAskedAgain() throws Exception {
    start(
        Config.of("nchan.conf")
            .with("nchan_subscriber;", "nchan_subscriber; nchan_subscriber_timeout 1s;"));
    publisher.publish(1);
    Tally tally = client.subscribe(events(port, LONG_POLL)).await(1);
    Await.until("polls without an answer", Duration.ofSeconds(10), () -> answers(408) >= 3);
    publisher.publish(1);
    tally.isExactly(1, 2);
    assertThat(tally.stream.diagnostics().attempts()).hasSize(1);
    assertThat(tally.ended).isEmpty();
  }

  private long answers(int status) {
    return servers.lines("nginx/access.log", "/events").stream()
        .filter(line -> line.contains("\" " + status + " "))
        .count();
  }

  @Test
  void whereEventStreamsAreOffTheRequestForOneIsAPoll() throws Exception {
    start(Config.of("nchan.conf").with("nchan_subscriber;", "nchan_subscriber longpoll;"));
    publisher.publish(1);
    Tally first = client.subscribe(events(port, LONG_POLL)).await(1);
    String cursor = first.stream.lastEventId();
    first.stream.cancel();
    Tally tally =
        client.subscribe(events(port).lastEventId(cursor).proofTimeout(Duration.ofMillis(500)));
    // Held without a word: a poll is opened beside it.
    Await.until(
        () -> "a poll beside it\n" + tally,
        Duration.ofSeconds(5),
        () -> tally.stream.diagnostics().attempts().size() == 2);
    publisher.publish(1);
    tally.await(1);
    publisher.flow(50, 100);
    tally.isExactly(2, 52).by(LONG_POLL);
    assertThat(tally.stream.diagnostics().transport()).isEqualTo(LONG_POLL);
  }
}
