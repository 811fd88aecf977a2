package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server's TLS alert means. Over sockets, a write that fails may hide the alert: who hears
 * it is a matter of timing.
 */
class FailuresTest {
  private static final HttpUrl URL = HttpUrl.get("https://host.example/e?token=SECRET");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad_certificate",
        "certificate_required",
        "certificate_expired",
        "unknown_ca",
        "access_denied"
      })
  void anAlertOnOurCertificateIsFinal(String alert) {
    AttemptEnd end =
        Failures.beforeResponse(
            new SSLHandshakeException("(" + alert + ") Received fatal alert: " + alert), URL);
    assertThat(end.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(end.cause().reason()).isEqualTo(Reason.TLS);
    assertThat(end.cause().getMessage()).contains("host.example", alert).doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Too many open files",
        "Too many open files in system",
        "socket failed: EMFILE (Too many open files)"
      })
  void noDescriptorLeftIsNobodysFaultButOurs(String message) {
    SocketException none = new SocketException(message);
    ConnectException refused = new ConnectException("Failed to connect to /[::1]:80");
    refused.addSuppressed(none);
    for (AttemptEnd end :
        new AttemptEnd[] {
          Failures.beforeResponse(none, URL),
          Failures.beforeResponse(new IOException("wrapped", none), URL),
          Failures.beforeResponse(refused, URL),
          Failures.unexpected(new IllegalStateException(none), URL)
        }) {
      assertThat(end.verdict()).isEqualTo(Verdict.UNREACHABLE);
      assertThat(end.cause().reason()).isEqualTo(Reason.RESOURCES);
      assertThat(end.cause().getMessage())
          .contains("ulimit -n", "host.example")
          .doesNotContain("SECRET");
    }
  }

  @Test
  void aHostThatIsUnknownWhileThereAreDescriptorsIsJustUnknown() {
    AttemptEnd end = Failures.beforeResponse(new UnknownHostException("host.example"), URL);
    assertThat(end.cause().reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void whatAPeerSaysIsNotTheSystemsWord() {
    AttemptEnd end =
        Failures.beforeResponse(
            new IOException(
                "wrapped", new ProtocolException("Unexpected status line: Too many open files")),
            URL);
    assertThat(end.cause().reason()).isNotEqualTo(Reason.RESOURCES);
    end =
        Failures.beforeResponse(
            new ProtocolException("Unexpected status line: Too many open files"), URL);
    assertThat(end.verdict()).isEqualTo(Verdict.LOST);
    assertThat(end.cause().reason()).isEqualTo(Reason.PROTOCOL);
  }

  @Test
  void causesInARingAreNoTrap() {
    IOException one = new IOException("one");
    one.initCause(new IOException("two", one));
    assertThat(Failures.beforeResponse(one, URL).cause().reason())
        .isEqualTo(Reason.CONNECTION_LOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"handshake_failure", "internal_error", "protocol_version"})
  void anyOtherAlertMayPass(String alert) {
    AttemptEnd end =
        Failures.beforeResponse(new SSLHandshakeException("Received fatal alert: " + alert), URL);
    assertThat(end.verdict()).isEqualTo(Verdict.UNREACHABLE);
  }

  static Stream<Arguments> datesThatDoNotFit() {
    return Stream.of(
        Arguments.of(new CertificateExpiredException("NotAfter: then"), "expired: NotAfter: then"),
        Arguments.of(new CertificateNotYetValidException("NotBefore: then"), "not valid yet"));
  }

  @ParameterizedTest
  @MethodSource("datesThatDoNotFit")
  void aCertificateOutOfDateIsSaidToBe(Exception root, String says) {
    // As the platform nests them.
    Exception path = new CertPathValidatorException("validity check failed", root);
    Exception invalid = new CertificateException("PKIX path validation failed: " + path, path);
    SSLHandshakeException failure = new SSLHandshakeException(invalid.getMessage());
    failure.initCause(invalid);
    AttemptEnd end = Failures.beforeResponse(failure, URL);
    assertThat(end.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(end.cause().getMessage()).contains("certificate not accepted", says);
  }
}
