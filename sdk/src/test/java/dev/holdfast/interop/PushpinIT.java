package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.LongPoll;
import dev.holdfast.TransportType;
import dev.holdfast.interop.ChaosProxy.End;
import dev.holdfast.interop.ChaosProxy.Treatment;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pushpin holds the connections of an application that only answers requests. */
@Timeout(60)
class PushpinIT {
  @RegisterExtension final Servers servers = new Servers();

  @ParameterizedTest
  @EnumSource(
      value = TransportType.class,
      names = {"SSE", "LONG_POLL"})
  void whatTheApplicationPublishesComesOnceThroughCuts(TransportType transport) throws Exception {
    GripBackend backend = servers.opened(new GripBackend());
    Pushpin pushpin = new Pushpin(servers, backend.port());
    ChaosProxy proxy =
        servers.opened(
            new ChaosProxy(
                pushpin.port,
                number -> Treatment.end(number % 2 == 0 ? End.EOF : End.RESET, 1_500)));
    Client client = servers.opened(new Client());
    backend.publish(pushpin.control);
    LongPoll poll = LongPoll.builder().hold(Duration.ofSeconds(5)).build();
    String url = "http://127.0.0.1:" + proxy.port() + "/events";
    Tally tally = client.subscribe(Client.request(url, transport).longPoll(poll)).await(1);
    for (int i = 2; i <= 400; i++) {
      backend.publish(pushpin.control);
      LockSupport.parkNanos(5_000_000);
    }
    isHeardOnce(transport, tally.awaitLast("400").by(transport), backend, 400);
    assertThat(proxy.met().keySet()).contains(End.EOF, End.RESET);
    // Quiet: its keep-alive is a comment each second, its polls are answered after five.
    int ended = tally.ended.size();
    int passed = proxy.passed();
    Await.until("signs of life", Duration.ofSeconds(15), () -> proxy.passed() >= passed + 2);
    backend.publish(pushpin.control);
    isHeardOnce(transport, tally.awaitLast("401"), backend, 401);
    assertThat(tally.ended.size()).isLessThanOrEqualTo(ended + 1);
  }

  /**
   * Once, but for what Pushpin 1.36 sends twice on one event stream: as an answer to its question
   * what it has missed, and, one event or several later, as what was published meanwhile. A client
   * cannot know that from the events. By polls it does not.
   */
  private static void isHeardOnce(
      TransportType transport, Tally tally, GripBackend backend, int last) {
    tally.expects(Tally.numbers(1, last));
    Set<String> once = new LinkedHashSet<>();
    Set<String> twice = new HashSet<>();
    for (String data : tally.data()) {
      if (!once.add(data)) {
        assertThat(transport).as("%s", tally).isEqualTo(TransportType.SSE);
        assertThat(backend.recovered()).as("%s", tally).contains(data);
        assertThat(twice.add(data)).as("%s only twice: %s", data, tally).isTrue();
      }
    }
    assertThat(once).as("%s", tally).containsExactlyElementsOf(Tally.numbers(1, last));
    assertThat(tally.gaps).isEmpty();
  }
}
