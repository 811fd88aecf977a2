package dev.holdfast.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * {@code openssl s_server}: TLS by another implementation than the client's. What it sends is said
 * by the test; a line that is a letter alone is an order to it.
 */
final class OpensslServer {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().commonName("authority").certificateAuthority(0).build();

  final int port = ServerProcess.freePort();
  private final ServerProcess process;

  OpensslServer(Servers servers, HeldCertificate.Builder certificate, String... options)
      throws IOException {
    HeldCertificate signed = certificate.signedBy(AUTHORITY).build();
    Path folder = servers.folder("openssl");
    Files.writeString(folder.resolve("cert.pem"), signed.certificatePem());
    Files.writeString(folder.resolve("key.pem"), signed.privateKeyPkcs8Pem());
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port, "-cert", "cert.pem"));
    command.addAll(List.of("-key", "key.pem"));
    command.addAll(List.of(options));
    // Not asked whether it listens: it serves one connection after the other.
    process = servers.start("openssl", folder, 0, command.toArray(new String[0]));
    awaitLog("ACCEPT", 1);
  }

  /** A certificate that a client of this machine accepts. */
  static HeldCertificate.Builder good() {
    return new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1");
  }

  /** A client that trusts who signed the certificate. */
  static OkHttpClient client() {
    HandshakeCertificates trusted =
        new HandshakeCertificates.Builder().addTrustedCertificate(AUTHORITY.certificate()).build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
        .build();
  }

  String url() {
    return "https://127.0.0.1:" + port + "/events";
  }

  long pid() {
    return process.pid();
  }

  /** Waits until its log has something so often. */
  void awaitLog(String text, int times) {
    Await.until(
        () -> times + " times " + text + " in\n" + process.log(),
        Duration.ofSeconds(10),
        () -> count(text) >= times);
  }

  /** How often its log has something. */
  int count(String text) {
    return process.log().split(Pattern.quote(text), -1).length - 1;
  }

  /** Sends to the client, or gives an order. */
  void say(String text) throws IOException {
    OutputStream in = process.input();
    in.write(text.getBytes(StandardCharsets.US_ASCII));
    in.flush();
  }

  /** Accepts an event stream: the so-manieth request of the client. */
  void accept(int request) throws IOException {
    awaitLog("GET /events", request);
    say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n");
  }

  void event(int number) throws IOException {
    say("id: " + number + "\ndata: " + number + "\n\n");
  }
}
