package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documentation shows is from sources that the tests compile; its links lead somewhere.
 */
class PagesTest {
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!\\w+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

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

  /** Files and headings; what is elsewhere on the network is not asked. */
  @ParameterizedTest
  @MethodSource("pages")
  void itsLinksLeadSomewhere(Path page) throws IOException {
    Matcher links = LINK.matcher(Files.readString(page));
    while (links.find()) {
      Path to = links.group(1).isEmpty() ? page : page.resolveSibling(links.group(1));
      assertThat(to).as(links.group()).exists();
      if (links.group(2) != null) {
        assertThat(headings(to)).as("headings of %s", to).contains(links.group(2));
      }
    }
  }

  /** Headings as GitHub names them. */
  private static List<String> headings(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toList());
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
