package dev.holdfast.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the standard dialect asks. */
class StandardLongPollUrlTest {
  private static final LongPollDialect DIALECT = LongPollDialect.standard();

  private static String asked(String query, @Nullable String cursor) {
    HttpUrl url = HttpUrl.get("https://example.com/poll" + query);
    return DIALECT.url(url, cursor, Duration.ofSeconds(25)).toString().substring(24);
  }

  @Test
  void afterAPositionOrFromWhereTheServerBegins() {
    assertThat(asked("", "42")).isEqualTo("?after=42&timeout=25");
    assertThat(asked("", null)).isEqualTo("?timeout=25");
    assertThat(asked("", "")).isEqualTo("?after=&timeout=25");
  }

  @Test
  void whatTheAppsUrlSaysOfThemIsReplaced() {
    assertThat(asked("?after=1&a=b&timeout=99&after=2", "42"))
        .isEqualTo("?a=b&after=42&timeout=25");
    assertThat(asked("?after=1", null)).isEqualTo("?timeout=25");
    assertThat(asked("?timeout&after", null)).isEqualTo("?timeout=25");
  }

  @ParameterizedTest
  @CsvSource({"?flag", "?a&b=&=c", "?x=1&x=2", "?q=a+b%20c%2B%26", "?After=1&TIMEOUT=2", "?&&"})
  void otherParametersAreKept(String query) {
    assertThat(asked(query, "42")).isEqualTo(query + "&after=42&timeout=25");
  }

  @ParameterizedTest
  @CsvSource({"PT0S,0", "PT0.001S,1", "PT1S,1", "PT1.5S,2", "PT55S,55"})
  void wholeSecondsAndNoneOnlyForNone(String hold, String timeout) {
    HttpUrl url = DIALECT.url(Polls.URL, null, Duration.parse(hold));
    assertThat(url.queryParameter("timeout")).isEqualTo(timeout);
  }

  @Property
  void anyPositionArrivesAsItIs(@ForAll String cursor) {
    String sent = new String(cursor.getBytes(UTF_8), UTF_8);
    HttpUrl url = HttpUrl.get(DIALECT.url(Polls.URL, cursor, Duration.ZERO).toString());
    assertThat(url.queryParameter("after")).isEqualTo(sent);
  }
}
