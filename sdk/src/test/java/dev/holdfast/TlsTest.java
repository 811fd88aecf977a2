package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams over what the app's own client brings: certificates, and a proxy with credentials. */
@Timeout(30)
class TlsTest {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 1\ndata: hello\n\n";
  private static final String PROXY_SECRET = Credentials.basic("user", "SECRET-proxy");

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Recorder recorder = new Recorder();

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Subscription subscribe(OkHttpClient okHttp, HttpUrl url) {
    StreamClient client = opened(StreamClient.builder().okHttpClient(okHttp).build());
    return client.subscribe(
        StreamRequest.builder(url)
            .backoff(SocketTest.QUICK)
            .header("Authorization", "Bearer app")
            .build(),
        recorder);
  }

  private final HeldCertificate authority =
      new HeldCertificate.Builder().commonName("authority").certificateAuthority(0).build();

  private HeldCertificate signed(HeldCertificate by) {
    return new HeldCertificate.Builder()
        .signedBy(by)
        .addSubjectAlternativeName("127.0.0.1")
        .build();
  }

  private SmallServer mutualTls() throws Exception {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(signed(authority))
            .addTrustedCertificate(authority.certificate())
            .build();
    return opened(SmallServer.mutualTls(certificates, ANSWER));
  }

  private OkHttpClient showing(HandshakeCertificates.Builder certificates) {
    HandshakeCertificates shown =
        certificates.addTrustedCertificate(authority.certificate()).build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(shown.sslSocketFactory(), shown.trustManager())
        .build();
  }

  @Test
  void theAppsCertificateIsShown() throws Exception {
    SmallServer server = mutualTls();
    HandshakeCertificates.Builder ours = new HandshakeCertificates.Builder();
    OkHttpClient okHttp = showing(ours.heldCertificate(signed(authority)));
    subscribe(okHttp, HttpUrl.get("https://127.0.0.1:" + server.port() + "/events"));
    assertThat(recorder.nextData(1)).containsExactly("hello");
    assertThat(server.heads()).hasSize(1);
  }

  private OkHttpClient through(SmallServer proxy, Speech speech, StreamServer server, String auth) {
    return speech
        .okHttp(server)
        .newBuilder()
        .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.port())))
        .proxyAuthenticator(
            (route, response) ->
                response.request().header("Proxy-Authorization") != null
                    ? null
                    : response.request().newBuilder().header("Proxy-Authorization", auth).build())
        .build();
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H1_TLS", "H2"})
  void aProxyGetsItsCredentialsAndTheOriginDoesNot(Speech speech) throws Exception {
    StreamServer server = opened(speech.start());
    EventLog log = server.stream("/events").startFromBeginning();
    log.publish("one");
    SmallServer proxy = opened(SmallServer.proxy(PROXY_SECRET));
    subscribe(through(proxy, speech, server, PROXY_SECRET), server.url("/events"));
    assertThat(recorder.nextData(1)).containsExactly("one");
    server.dropConnections();
    log.publish("two");
    assertThat(recorder.nextData(1)).containsExactly("two");
    assertThat(server.requests()).hasSize(2);
    server
        .requests()
        .forEach(
            request -> {
              assertThat(request.headers().toString()).doesNotContain("Proxy-");
              assertThat(request.header("Authorization")).isEqualTo("Bearer app");
            });
    if (speech != Speech.H1) {
      assertThat(proxy.heads()).allMatch(head -> head.startsWith("CONNECT "));
      assertThat(proxy.heads()).noneMatch(head -> head.contains("Bearer app"));
    }
  }

  private Receipt posted(OkHttpClient okHttp, StreamServer server) throws InterruptedException {
    StreamClient client = opened(StreamClient.builder().okHttpClient(okHttp).build());
    StreamRequest request =
        StreamRequest.builder(server.url("/events"))
            .transports(TransportType.SSE)
            .backoff(SocketTest.QUICK)
            .build();
    Receipt receipt = client.open(request, recorder::onEvent).send("hello");
    assertThat(receipt.await(WAIT)).isTrue();
    return receipt;
  }

  /** OkHttp asks for the credentials, and then repeats no body that may be sent once only. */
  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H1_TLS"})
  void aMessageByPostGetsThroughAProxyThatAsks(Speech speech) throws Exception {
    StreamServer server = opened(speech.start());
    server.stream("/events").startFromBeginning().publish("one");
    SmallServer proxy = opened(SmallServer.proxy(PROXY_SECRET));
    AtomicInteger asked = new AtomicInteger();
    OkHttpClient plain = through(proxy, speech, server, PROXY_SECRET);
    OkHttpClient okHttp =
        plain
            .newBuilder()
            .proxyAuthenticator(
                (route, response) -> {
                  asked.incrementAndGet();
                  assertThat(route.proxy().type()).isEqualTo(Proxy.Type.HTTP);
                  return plain.proxyAuthenticator().authenticate(route, response);
                })
            .build();
    Receipt receipt = posted(okHttp, server);
    assertThat(receipt.state()).as("%s", receipt.cause()).isEqualTo(Receipt.State.ACKNOWLEDGED);
    server
        .requests()
        .forEach(
            seen -> assertThat(seen.headers().toString()).doesNotContain("Proxy-Authorization"));
    // For the stream, and, where the proxy reads what comes, for the message.
    assertThat(asked.get()).isBetween(1, 2);
  }

  @Test
  void aMessageByPostIsRepeatedOnceForAProxyWhateverTheAuthenticatorSays() throws Exception {
    StreamServer server = opened(Speech.H1.start());
    server.stream("/events").startFromBeginning();
    SmallServer proxy = opened(SmallServer.proxy(PROXY_SECRET));
    OkHttpClient okHttp =
        through(proxy, Speech.H1, server, PROXY_SECRET)
            .newBuilder()
            .proxyAuthenticator(
                (route, response) ->
                    response
                        .request()
                        .newBuilder()
                        .header(
                            "Proxy-Authorization",
                            response.request().method().equals("GET") ? PROXY_SECRET : "wrong")
                        .build())
            .build();
    Receipt receipt = posted(okHttp, server);
    assertThat(receipt.state()).isEqualTo(Receipt.State.REJECTED);
    assertThat(receipt.cause().statusCode()).isEqualTo(407);
    assertThat(proxy.heads()).filteredOn(head -> head.startsWith("POST ")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H1_TLS"})
  void wrongCredentialsForTheProxyEndTheStream(Speech speech) throws Exception {
    StreamServer server = opened(speech.start());
    SmallServer proxy = opened(SmallServer.proxy(PROXY_SECRET));
    String wrong = Credentials.basic("user", "WRONG");
    Subscription stream = subscribe(through(proxy, speech, server, wrong), server.url("/events"));
    assertThat(stream.awaitClosed(WAIT)).isTrue();
    StreamException cause = stream.closeCause();
    assertThat(cause.reason())
        .as("%s", cause)
        .isEqualTo(StreamException.Reason.CREDENTIALS_REFUSED);
    assertThat(cause.statusCode()).isEqualTo(407);
    assertThat(cause.getMessage()).doesNotContain(wrong).doesNotContainPattern("\\p{Cntrl}");
    // OkHttp asks for a tunnel with credentials at once, for anything else only when told to.
    assertThat(proxy.heads()).hasSize(speech == Speech.H1 ? 2 : 1);
    assertThat(server.requests()).isEmpty();
  }
}
