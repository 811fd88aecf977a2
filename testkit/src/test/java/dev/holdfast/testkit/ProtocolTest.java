package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS and HTTP/2. */
class ProtocolTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  private static OkHttpClient trusting(StreamServer server) {
    HandshakeCertificates trust = server.clientCertificates();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .build();
  }

  private static Response get(OkHttpClient client, StreamServer server) throws IOException {
    return client.newCall(new Request.Builder().url(server.url("/e")).build()).execute();
  }

  private static void streams(OkHttpClient client, StreamServer server, Protocol protocol)
      throws Exception {
    EventLog log = server.stream("/e");
    try (Response response = get(client, server)) {
      assertThat(response.protocol()).isEqualTo(protocol);
      log.publish("x");
      assertThat(response.body().source().readUtf8(15)).isEqualTo("id: 1\ndata: x\n\n");
      log.awaitSubscribers(1, SOON);
    }
    log.awaitSubscribers(0, SOON);
    log.startFromBeginning().enqueue(Fault.eofAfterBytes(4));
    try (Response response = get(client, server)) {
      assertThat(response.body().string()).isEqualTo("id: ");
    }
    for (Fault broken : List.of(Fault.cutAfterBytes(4), Fault.resetAfterBytes(4))) {
      log.enqueue(broken);
      try (Response response = get(client, server)) {
        assertThat(response.body().source().readUtf8(4)).isEqualTo("id: ");
        assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);
      }
    }
    log.enqueue(Fault.stallAfterBytes(4));
    try (Response response = get(client, server)) {
      assertThat(response.body().source().readUtf8(4)).isEqualTo("id: ");
    }
    log.awaitSubscribers(0, SOON);
    log.enqueue(Fault.stallAfterBytes(4));
    Response stalled = get(client, server);
    assertThat(stalled.body().source().readUtf8(4)).isEqualTo("id: ");
    server.assertExhausted();
    long start = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void tls() throws Exception {
    try (StreamServer server = StreamServer.builder().tls().start()) {
      assertThat(server.url("/e").isHttps()).isTrue();
      streams(trusting(server), server, Protocol.HTTP_1_1);
      assertThat(server.takeRequest(SOON).protocol()).isEqualTo("HTTP/1.1");
    }
  }

  @Test
  void http2OverTls() throws Exception {
    StreamServer.Builder builder =
        StreamServer.builder().tls().protocols(Protocol.HTTP_2, Protocol.HTTP_1_1);
    try (StreamServer server = builder.start()) {
      streams(trusting(server), server, Protocol.HTTP_2);
      assertThat(server.takeRequest(SOON).protocol()).startsWith("HTTP/2");
    }
  }

  @Test
  void http2InTheClear() throws Exception {
    try (StreamServer server =
        StreamServer.builder().protocols(Protocol.H2_PRIOR_KNOWLEDGE).start()) {
      OkHttpClient client =
          new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
      streams(client, server, Protocol.H2_PRIOR_KNOWLEDGE);
    }
  }

  @Test
  void aTlsConnectionThatNeverAnswersEndsWithItsClient() throws Exception {
    try (StreamServer server = StreamServer.builder().tls().start()) {
      EventLog log = server.stream("/e");
      log.enqueue(Fault.eofAfterBytes(0)).enqueue(Fault.neverAnswer());
      OkHttpClient client = trusting(server);
      get(client, server).close();
      OkHttpClient impatient = client.newBuilder().readTimeout(Duration.ofMillis(200)).build();
      assertThatThrownBy(() -> get(impatient, server)).isInstanceOf(SocketTimeoutException.class);
      server.assertExhausted();
      long deadline = System.nanoTime() + SOON.toNanos();
      while (server.openConnections() > 0) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNTRUSTED", "EXPIRED"})
  void badCertificatesFailTheHandshake(ServerCertificate certificate) {
    try (StreamServer server = StreamServer.builder().tls(certificate).start()) {
      server.stream("/e");
      assertThatThrownBy(() -> get(trusting(server), server))
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void anotherHostsCertificateFailsTheVerification() {
    try (StreamServer server = StreamServer.builder().tls(ServerCertificate.WRONG_HOST).start()) {
      server.stream("/e");
      assertThatThrownBy(() -> get(trusting(server), server))
          .isInstanceOf(SSLPeerUnverifiedException.class);
    }
  }

  @Test
  void withoutTlsThereIsNothingToTrust() {
    try (StreamServer server = StreamServer.builder().start()) {
      assertThatThrownBy(server::clientCertificates).isInstanceOf(IllegalStateException.class);
    }
  }
}
