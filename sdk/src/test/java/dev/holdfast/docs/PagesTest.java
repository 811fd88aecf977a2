package dev.holdfast.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Java or Kotlin the documentation shows is from sources that the tests compile. */
class PagesTest {
  /** README.md and all of docs/, whether they show code or not. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
      return Stream.concat(Stream.of(Path.of("../README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .collect(Collectors.toList());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void showsWhatIsCompiled(Path page) throws IOException {
    Snippets.areCompiled(page, 0);
  }

  @Test
  void theseShowCode() throws IOException {
    Snippets.areCompiled(Path.of("../README.md"), 1);
    Snippets.areCompiled("guide.md", 14);
    Snippets.areCompiled("delivery.md", 1);
    Snippets.areCompiled("channels.md", 1);
    Snippets.areCompiled("operations.md", 1);
  }
}
