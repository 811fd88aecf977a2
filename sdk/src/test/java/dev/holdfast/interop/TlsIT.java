package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import java.time.Duration;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS as OpenSSL speaks it, in the life of a stream. */
@Timeout(60)
class TlsIT {
  @RegisterExtension final Servers servers = new Servers();

  private Client client;

  @BeforeEach
  void connect() {
    client = servers.opened(new Client(OpensslServer.client()));
  }

  private Tally subscribe(OpensslServer server) {
    return client.subscribe(request(server));
  }

  private static StreamRequest.Builder request(OpensslServer server) {
    return Client.request(server.url(), TransportType.SSE);
  }

  /**
   * A renegotiation; a new key of the server's; and the same with one of the client's in return.
   */
  @ParameterizedTest
  @CsvSource({
    "-tls1_2, r, SSLv3/TLS read finished",
    "-tls1_3, k, TLSv1.3 write server key update",
    "-tls1_3, K, TLSv1.3 read client key update"
  })
  void keysThatChangeInMidStreamAreNotNoticed(String version, String order, String done)
      throws Exception {
    OpensslServer server = new OpensslServer(servers, OpensslServer.good(), version, "-state");
    Tally tally = subscribe(server);
    server.accept(1);
    int before = server.count(done);
    for (int change = 1; change <= 5; change++) {
      server.event(2 * change - 1);
      tally.await(2 * change - 1);
      server.say(order + "\n");
      server.awaitLog(done, before + change);
      server.event(2 * change);
      tally.await(2 * change);
    }
    tally.isExactly(1, 10);
    assertThat(tally.stream.diagnostics().attempts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"true, expired", "false, 127.0.0.1"})
  void aCertificateThatDoesNotFitEndsTheStreamAtOnceAndSaysWhy(boolean expired, String says)
      throws Exception {
    long day = Duration.ofDays(1).toMillis();
    long now = System.currentTimeMillis();
    HeldCertificate.Builder certificate =
        expired
            ? OpensslServer.good().validityInterval(now - 3 * day, now - day)
            : new HeldCertificate.Builder().addSubjectAlternativeName("other.example");
    Tally tally = subscribe(new OpensslServer(servers, certificate));
    StreamException cause = tally.awaitClosed();
    System.out.println("certificate: " + cause.getMessage());
    assertThat(cause.reason()).isEqualTo(Reason.TLS);
    assertThat(cause.getMessage().toLowerCase()).contains(says);
    assertThat(tally.ended).hasSize(1);
    assertThat(tally.ended.get(0).verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(tally.ended.get(0).endedAfter()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aHandshakeThatStallsTimesOutAndIsTriedAgain() throws Exception {
    OpensslServer server = new OpensslServer(servers, OpensslServer.good());
    signal("STOP", server.pid());
    Tally tally = client.subscribe(request(server).responseTimeout(Duration.ofSeconds(1)));
    Await.until(
        () -> "two attempts\n" + tally, Duration.ofSeconds(10), () -> tally.ended.size() >= 2);
    assertThat(tally.ended)
        .allSatisfy(
            attempt -> {
              assertThat(attempt.verdict()).isEqualTo(Verdict.UNREACHABLE);
              assertThat(attempt.cause().reason()).isEqualTo(Reason.TIMEOUT);
              assertThat(attempt.next()).isEqualTo(AttemptReport.Next.RETRY);
              assertThat(attempt.endedAfter())
                  .isBetween(Duration.ofMillis(950), Duration.ofSeconds(3));
            });
    signal("CONT", server.pid());
    server.accept(1);
    server.event(1);
    tally.isExactly(1, 1);
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor()).isZero();
  }
}
