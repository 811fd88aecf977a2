package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers of another ecosystem. */
@Timeout(60)
class NodeIT {
  @RegisterExtension final Servers servers = new Servers();

  private Client client;
  private int port;
  private Publisher publisher;
  private Publisher cutter;

  @BeforeEach
  void connect() {
    client = servers.opened(new Client());
    port = ServerProcess.freePort();
    publisher = servers.opened(new Publisher(url("/publish")));
    cutter = servers.opened(new Publisher(url("/cut")));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private void start(String script) throws IOException {
    Node.start(servers, script, port);
  }

  @Test
  void expressWithBetterSseIsHeardOnceThroughCuts() throws Exception {
    start("express.js");
    publisher.publish(20);
    Tally tally = client.subscribe(Client.request(url("/events"))).await(20);
    for (int cut = 0; cut < 5; cut++) {
      publisher.flow(40, 200);
      tally.await(publisher.last());
      cutter.post("");
      publisher.publish(10);
    }
    tally.isExactly(1, 270).by(TransportType.SSE);
    assertThat(tally.ended).hasSize(5);
    assertThat(tally.openedBy()).hasSize(6).containsOnly(TransportType.SSE);
    assertThat(servers.lines("node/node.log", "from the start")).hasSize(1);
    assertThat(servers.lines("node/node.log", "from")).hasSize(6);
  }

  @Test
  void headersThatComeWithTheFirstEventAreWaitedFor() throws Exception {
    start("late-headers.js");
    Tally tally =
        client.subscribe(Client.request(url("/events")).proofTimeout(Duration.ofMillis(500)));
    Await.until("a poll beside it", Duration.ofSeconds(5), () -> requests("application/json") == 1);
    Await.until(
        () -> "its refusal\n" + tally, Duration.ofSeconds(5), () -> tally.ended.size() == 1);
    assertThat(tally.ended.get(0).verdict()).isEqualTo(Verdict.REFUSED);
    publisher.flow(50, 100);
    tally.isExactly(1, 50).by(TransportType.SSE);
    cutter.post("");
    // After the cut its headers are late again.
    Await.until("another one", Duration.ofSeconds(5), () -> requests("text/event-stream") == 2);
    publisher.flow(50, 100);
    tally.isExactly(1, 100).by(TransportType.SSE);
    assertThat(tally.events).extracting(StreamEvent::type).containsOnly("tick");
    assertThat(requests("text/event-stream")).isEqualTo(2);
    assertThat(servers.lines("node/node.log", " text/event-stream 50")).hasSize(1);
    assertThat(requests("application/json")).isLessThanOrEqualTo(2);
    AttemptReport first = tally.stream.diagnostics().attempts().get(0);
    assertThat(first.openedAfter()).isGreaterThan(Duration.ofMillis(500));
  }

  private long requests(String accept) {
    return servers.lines("node/node.log", " " + accept + " ").size();
  }
}
