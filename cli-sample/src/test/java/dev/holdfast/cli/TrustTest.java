package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.ServerCertificate;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificates are accepted. */
@Timeout(30)
class TrustTest {
  @TempDir private Path folder;

  private static StreamServer server(ServerCertificate shown) {
    StreamServer server = StreamServer.builder().tls(shown).start();
    server.stream("/events").startFromBeginning().publish("a");
    return server;
  }

  private static String pem(StreamServer server) throws CertificateEncodingException {
    X509Certificate authority = server.clientCertificates().trustManager().getAcceptedIssuers()[0];
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(authority.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  @Test
  void cacertIsTrusted() throws Exception {
    try (StreamServer server = server(ServerCertificate.TRUSTED);
        StreamServer second = server(ServerCertificate.TRUSTED)) {
      Path file = Files.writeString(folder.resolve("ca.pem"), pem(second) + "\n" + pem(server));

      Cli.Result result = Cli.run("-o=data", "-n=1", "--cacert=" + file, server.url("/events"));

      assertThat(result.out()).isEqualTo("a\n");
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
      assertThat(Cli.run("-n=1", "--cacert=" + file, second.url("/events")).exitCode()).isZero();
    }
  }

  @Test
  void othersAreNot() throws Exception {
    try (StreamServer server = server(ServerCertificate.WRONG_HOST);
        StreamServer other = server(ServerCertificate.TRUSTED)) {
      Path file = Files.writeString(folder.resolve("ca.pem"), pem(server));

      assertThat(Cli.run("-n=1", "--cacert=" + file, server.url("/events")).exitCode()).isOne();
      assertThat(Cli.run("-n=1", "--cacert=" + file, other.url("/events")).exitCode()).isOne();
      assertThat(Cli.run("-n=1", other.url("/events")).exitCode()).isOne();
    }
  }

  @Test
  void insecureAcceptsAnyAndSaysSo() {
    for (ServerCertificate shown : ServerCertificate.values()) {
      try (StreamServer server = server(shown)) {
        Cli.Result result = Cli.run("-o=data", "-n=1", "--insecure", server.url("/events"));

        assertThat(result.out()).isEqualTo("a\n");
        assertThat(result.errLines()).hasSize(1).first().asString().contains("--insecure");
        assertThat(Cli.run("-q", "-n=1", "--insecure", server.url("/events")).err()).isEmpty();
      }
    }
  }

  @Test
  void whatIsNotPemIsRefused() throws IOException {
    Path file = folder.resolve("ca.pem");
    refuses(file, "no such file or folder");
    refuses(folder, "is a directory");
    Files.writeString(file, "");
    refuses(file, "not certificates in PEM");
    Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    refuses(file, "not certificates in PEM");
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----\n");
    refuses(file, "not certificates in PEM");
  }

  private static void refuses(Path file, String why) {
    Cli.Result result = Cli.run("--cacert=" + file, "https://127.0.0.1:1/");

    assertThat(result.err()).isEqualTo("holdfast: --cacert: " + file + ": " + why + "\n");
    assertThat(result.exitCode()).isEqualTo(2);
  }
}
