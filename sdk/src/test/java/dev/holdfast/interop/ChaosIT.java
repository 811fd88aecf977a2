package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.LongPoll;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.interop.ChaosProxy.End;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thirty thousand events, or an hour of them, through a network that does all that it can. */
class ChaosIT {
  private static final long SEED = Long.getLong("holdfast.chaos.seed", System.nanoTime());
  private static final int MINUTES = Integer.getInteger("holdfast.chaos.minutes", 0);
  private static final int EVENTS = MINUTES == 0 ? 30_000 : MINUTES * 60 * 200;
  private static final int PER_SECOND = MINUTES == 0 ? 1_000 : 200;

  private static final Duration AFTER = Duration.ofSeconds(3);

  /** How long a stream may bring nothing new while it has not brought all. */
  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  @RegisterExtension final Servers servers = new Servers();

  private final List<ChaosProxy> proxies = new ArrayList<>();
  private final List<Sequence> heard = new ArrayList<>();

  @Test
  void everyEventComesOnceAndInOrderByEachTransport() throws Exception {
    System.out.println("chaos: -Dholdfast.chaos.seed=" + SEED);
    Origin origin = servers.opened(new Origin(StreamServer.builder()));
    origin.log.heartbeat(Duration.ofMillis(300));
    // An answer that is cut is lost as a whole: small ones get through.
    origin.log.longPolling().maxEvents(50);
    Client client = servers.opened(new Client());
    subscribe(client, origin, 30, TransportType.SSE);
    subscribe(client, origin, 100, TransportType.LONG_POLL);
    subscribe(client, origin, 50);
    subscribe(client, origin, 30, TransportType.WEBSOCKET);
    client.open(request(origin, 50), heard());
    origin.flow(EVENTS, PER_SECOND);
    System.out.println("chaos, when all is published: " + heard);
    try {
      heard.forEach(ChaosIT::awaitAll);
      // What is cut now is not to bring anything again.
      origin.server.dropConnections();
      LockSupport.parkNanos(AFTER.toNanos());
    } finally {
      heard.forEach(sequence -> System.out.println("chaos: " + sequence.report(EVENTS)));
    }
    for (int i = 0; i < heard.size(); i++) {
      assertThat(heard.get(i).wrong).isEmpty();
      assertThat(proxies.get(i).met().keySet())
          .contains(End.EOF, End.RESET, End.STALL, End.REFUSED, End.UNAVAILABLE);
      assertThat(heard.get(i).attempts.get()).isGreaterThan(20);
    }
    assertThat(heard.get(0).by).containsOnlyKeys(TransportType.SSE);
    assertThat(heard.get(1).by).containsOnlyKeys(TransportType.LONG_POLL);
    assertThat(heard.get(3).by).containsOnlyKeys(TransportType.WEBSOCKET);
    // How the others came is the network's doing: one that kills the first event stream leaves them
    // on polls until the next probe.
  }

  private static void awaitAll(Sequence sequence) {
    int before = -1;
    while (sequence.last < EVENTS && sequence.wrong.isEmpty()) {
      assertThat(sequence.last).as("goes on: %s", sequence).isGreaterThan(before);
      before = sequence.last;
      long end = System.nanoTime() + STANDSTILL.toNanos();
      while (sequence.last == before && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  private void subscribe(Client client, Origin origin, int stallEvery, TransportType... transports)
      throws IOException {
    client.subscribe(request(origin, stallEvery, transports), heard());
  }

  private Sequence heard() {
    Sequence sequence = new Sequence();
    heard.add(sequence);
    return sequence;
  }

  /** For the stream at the end of a network of its own. */
  private StreamRequest.Builder request(Origin origin, int stallEvery, TransportType... transports)
      throws IOException {
    ChaosProxy proxy =
        servers.opened(
            new ChaosProxy(
                origin.port(), new ChaosSchedule(SEED + 31 * proxies.size(), stallEvery)));
    proxies.add(proxy);
    return Client.request("http://127.0.0.1:" + proxy.port() + "/events", transports)
        // From a position: before there is one, nobody could tell what was lost.
        .lastEventId("@0")
        .proofTimeout(Duration.ofSeconds(1))
        .responseTimeout(Duration.ofSeconds(3))
        .heartbeat(HeartbeatPolicy.fixed(Duration.ofSeconds(1)))
        .longPoll(LongPoll.builder().hold(Duration.ofSeconds(2)).build());
  }
}
