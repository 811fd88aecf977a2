package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configurations that docs/operations.md calls tested are those that the tests run. */
class OperationsTest {
  private static final Path DOCUMENT = Path.of("../docs/operations.md");
  private static final Path FILES = Path.of("src/test/resources/interop");
  private static final Pattern TESTED =
      Pattern.compile("<!-- tested: (\\S+) -->\\s*```\\w+\\n(.*?)```", Pattern.DOTALL);

  @Test
  void whatItCallsTestedIsWhatTheTestsRun() throws IOException {
    String text = Files.readString(DOCUMENT);
    Matcher blocks = TESTED.matcher(text);
    int found = 0;
    while (blocks.find()) {
      assertThat(blocks.group(2))
          .as(blocks.group(1))
          .isEqualTo(Files.readString(FILES.resolve(blocks.group(1))));
      found++;
    }
    assertThat(found).isEqualTo(text.split("<!-- tested:", -1).length - 1).isGreaterThan(1);
  }
}
