package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that knows its clients by their certificates, which the app's HTTP client has. */
@Timeout(30)
class MutualTlsTest {
  private final HeldCertificate server = certificate("localhost");
  private final HeldCertificate app = certificate("app");
  private final MockWebServer web = new MockWebServer();
  private final Recorder recorder = new Recorder();

  private static HeldCertificate certificate(String name) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(name).build();
  }

  @BeforeEach
  void start() throws Exception {
    HandshakeCertificates own =
        new HandshakeCertificates.Builder()
            .heldCertificate(server)
            .addTrustedCertificate(app.certificate())
            .build();
    web.useHttps(own.sslSocketFactory());
    web.requireClientAuth();
    web.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body("data: one\n\n")
            .build());
    web.start(InetAddress.getByName("localhost"), 0);
  }

  @AfterEach
  void close() throws Exception {
    web.close();
  }

  private StreamClient client(HandshakeCertificates.Builder certificates) {
    HandshakeCertificates trust = certificates.addTrustedCertificate(server.certificate()).build();
    return StreamClient.builder()
        .okHttpClient(
            new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build())
        .build();
  }

  private Subscription subscribe(StreamClient client) {
    StreamRequest request =
        StreamRequest.builder(web.url("/events"))
            .transports(TransportType.SSE)
            .backoff(Backoff.builder().maxAttempts(2).build())
            .build();
    return client.subscribe(request, recorder);
  }

  @Test
  void theCertificateOfTheAppsClientIsShown() throws Exception {
    try (StreamClient client = client(new HandshakeCertificates.Builder().heldCertificate(app))) {
      subscribe(client);
      assertThat(recorder.nextData(1)).containsExactly("one");
      assertThat(web.takeRequest().getHandshake().peerCertificates())
          .containsExactly(app.certificate());
    }
  }

  @Test
  void withoutOneThereIsNoStream() throws Exception {
    try (StreamClient client = client(new HandshakeCertificates.Builder())) {
      StreamException cause;
      subscribe(client);
      cause = recorder.next(Recorder.Closed.class).cause();
      assertThat(cause).isNotNull();
      assertThat(web.getRequestCount()).isZero();
    }
  }
}
