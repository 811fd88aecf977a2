package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
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
  @ValueSource(strings = {"handshake_failure", "internal_error", "protocol_version"})
  void anyOtherAlertMayPass(String alert) {
    AttemptEnd end =
        Failures.beforeResponse(new SSLHandshakeException("Received fatal alert: " + alert), URL);
    assertThat(end.verdict()).isEqualTo(Verdict.UNREACHABLE);
  }
}
