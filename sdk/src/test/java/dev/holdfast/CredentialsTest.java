package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app authenticates with, as a value. */
class CredentialsTest {
  private static final Instant SOON = Instant.parse("2030-01-02T03:04:05Z");

  @Test
  void areHeadersAndAnExpiry() {
    Credentials bearer = Credentials.bearer("abc.def-_~+/==").withExpiry(SOON);
    assertThat(bearer.headers()).isEqualTo(Headers.of("Authorization", "Bearer abc.def-_~+/=="));
    assertThat(bearer.expiresAt()).isEqualTo(SOON);
    Credentials more = bearer.header("X-Key", "1").header("x-key", "2");
    assertThat(more.headers().values("X-Key")).containsExactly("2");
    assertThat(more.expiresAt()).isEqualTo(SOON);
    assertThat(bearer.headers().size()).isOne();
    assertThat(Credentials.none().headers().size()).isZero();
    assertThat(Credentials.none().expiresAt()).isNull();
  }

  @Test
  void areEqualWhereHeadersAndExpiryAre() {
    Credentials one = Credentials.bearer("a").withExpiry(SOON);
    Credentials same = Credentials.bearer("a").withExpiry(SOON);
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(one).isNotEqualTo(Credentials.bearer("a")).isNotEqualTo(Credentials.bearer("b"));
    assertThat(one).isNotEqualTo(Credentials.bearer("b").withExpiry(SOON));
  }

  @Test
  void areShownWithoutWhatIsSecret() {
    Credentials credentials = Credentials.bearer("SECRET").header("X-Key", "SECRET");
    assertThat(credentials).hasToString("Credentials{Authorization, X-Key}");
    assertThat(credentials.withExpiry(SOON))
        .hasToString("Credentials{Authorization, X-Key until 2030-01-02T03:04:05Z}");
    HttpUrl url = HttpUrl.get("http://user:SECRET@host/path?key=SECRET");
    CredentialsRequest.Why why = CredentialsRequest.Why.REJECTED;
    assertThat(new CredentialsRequest(url, TransportType.SSE, why, credentials))
        .hasToString("CredentialsRequest{REJECTED, sse, http://host/path?key=…}");
    assertThat(new CredentialsRequest(url, null, why, null)).asString().contains("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SECRET SECRET", "SECRET\t", "SECRET\n", "SECR\u00c9T", "\u0000"})
  void aTokenThatNoHeaderMayHaveIsRefusedUnseen(String token) {
    assertThatThrownBy(() -> Credentials.bearer(token))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("SECR");
  }

  @Test
  void aHeaderThatNoRequestMayHaveIsRefused() {
    assertThatThrownBy(() -> Credentials.none().header("X-Key", "SECRET\r\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-Key")
        .message()
        .doesNotContain("SECRET");
    assertThatThrownBy(() -> Credentials.none().header("Last-Event-ID", "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Credentials.none().header("not a name", "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
