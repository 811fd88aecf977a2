package dev.holdfast;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.ServerCertificate;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/** Peers that a stream cannot work with: where they are, and how often they were asked. */
final class BadPeers implements AutoCloseable {
  private static final String PATH = "/events";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private OkHttpClient okHttp = new OkHttpClient();
  private @Nullable HttpUrl url;
  private IntSupplier requests = () -> 0;

  /** Sets one of them up. */
  interface Peer {
    void prepare(BadPeers peers) throws IOException;
  }

  /** The peer's URL, with all the secrets that a URL can have. */
  HttpUrl secretUrl() {
    return url.newBuilder()
        .username("SECRET-user")
        .password("SECRET-password")
        .addQueryParameter("token", "SECRET-query")
        .fragment("SECRET-fragment")
        .build();
  }

  OkHttpClient okHttp() {
    return okHttp;
  }

  int requests() {
    return requests.getAsInt();
  }

  void fault(Fault always) {
    StreamServer server = opened(StreamServer.builder().start());
    serve(server, always);
  }

  void raw(String response) {
    fault(Fault.rawResponse(response.getBytes(StandardCharsets.ISO_8859_1)));
  }

  void redirectLoop() {
    fault(Fault.redirect("/events?token=SECRET", 302));
  }

  void endlessEvent() {
    StreamServer server = opened(StreamServer.builder().start());
    EventLog log = serve(server, Fault.none());
    for (int i = 0; i < 200; i++) {
      log.raw(("data: " + "x".repeat(1000) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** These bytes on every connection, which then ends. */
  void events(String stream) {
    String length = "Content-Length: " + stream.length() + "\r\n\r\n";
    raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + length + stream);
  }

  void tls(ServerCertificate certificate) {
    StreamServer server = tlsServer(certificate);
    serve(server, Fault.none());
    requests = server::acceptedConnections;
  }

  void tls(ServerCertificate certificate, Fault always) {
    serve(tlsServer(certificate), always);
  }

  void plainToTls() {
    tls(ServerCertificate.TRUSTED);
    url = url.newBuilder().scheme("http").build();
  }

  void banner(String text) throws IOException {
    RawPeer peer = opened(RawPeer.banner(text));
    url = HttpUrl.get("http://127.0.0.1:" + peer.port() + PATH);
    requests = peer::accepted;
  }

  void plainForTls(String answer) throws IOException {
    RawPeer peer = opened(RawPeer.answering(answer));
    url = HttpUrl.get("https://127.0.0.1:" + peer.port() + PATH);
    requests = peer::accepted;
  }

  void silentForTls() throws IOException {
    RawPeer peer = opened(RawPeer.silent());
    url = HttpUrl.get("https://127.0.0.1:" + peer.port() + PATH);
    requests = peer::accepted;
  }

  /** A proxy that answers CONNECT by this. */
  void proxy(String status) throws IOException {
    RawPeer peer =
        opened(RawPeer.answering("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"));
    url = HttpUrl.get("https://behind-the-proxy.invalid" + PATH);
    requests = peer::accepted;
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", peer.port());
    okHttp = okHttp.newBuilder().proxy(new Proxy(Proxy.Type.HTTP, address)).build();
  }

  void refusedPort() {
    int[] attempts = new int[1];
    StreamServer server = StreamServer.builder().start();
    url = server.url(PATH);
    server.close();
    countConnects(attempts);
  }

  void unknownHost() {
    url = HttpUrl.get("http://no-such-host.invalid" + PATH);
    int[] lookups = new int[1];
    requests = () -> lookups[0];
    okHttp =
        okHttp
            .newBuilder()
            .dns(
                host -> {
                  lookups[0]++;
                  throw new UnknownHostException(host + ": Name or service not known");
                })
            .build();
  }

  void failingInterceptor() {
    url = HttpUrl.get("http://127.0.0.1:1" + PATH);
    int[] calls = new int[1];
    requests = () -> calls[0];
    okHttp =
        okHttp
            .newBuilder()
            .addInterceptor(
                chain -> {
                  calls[0]++;
                  throw new IllegalStateException("first line\r\nsecond line");
                })
            .build();
  }

  private void countConnects(int[] attempts) {
    requests = () -> attempts[0];
    okHttp =
        okHttp
            .newBuilder()
            .addInterceptor(
                chain -> {
                  attempts[0]++;
                  return chain.proceed(chain.request());
                })
            .build();
  }

  private StreamServer tlsServer(ServerCertificate certificate) {
    StreamServer server = opened(StreamServer.builder().tls(certificate).start());
    HandshakeCertificates trust = server.clientCertificates();
    okHttp =
        okHttp
            .newBuilder()
            .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
            .build();
    return server;
  }

  private EventLog serve(StreamServer server, Fault always) {
    url = server.url(PATH);
    EventLog log = server.stream(PATH).startFromBeginning().faults(info -> always);
    requests = log::requestCount;
    return log;
  }

  private <T extends AutoCloseable> T opened(T peer) {
    open.push(peer);
    return peer;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable peer : open) {
      peer.close();
    }
  }
}
