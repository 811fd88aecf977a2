package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The code that a page of the documentation shows, and the sources that it must be from. */
final class Snippets {
  private static final Path SOURCES = Path.of("src/test/java/dev/holdfast/docs");

  private Snippets() {}

  /** Fails unless each block of Java of the page is, line by line, in a class of this package. */
  static void areCompiled(String page, int atLeast) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Snippets.java")).toList()) {
        sources.add(unindented(Files.readAllLines(file)));
      }
    }
    List<String> blocks = javaBlocks(Files.readAllLines(Path.of("../docs", page)));
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(atLeast);
    for (String block : blocks) {
      assertThat(sources).as("sources with%n%s", block).anyMatch(source -> source.contains(block));
    }
  }

  private static List<String> javaBlocks(List<String> document) {
    List<String> blocks = new ArrayList<>();
    List<String> block = null;
    for (String line : document) {
      if (block == null) {
        block = line.strip().equals("```java") ? new ArrayList<>() : null;
      } else if (line.strip().equals("```")) {
        blocks.add(unindented(block));
        block = null;
      } else {
        block.add(line);
      }
    }
    assertThat(block).as("a block without an end").isNull();
    return blocks;
  }

  /** The lines, each with a line feed before and after it, so that no part of a line matches. */
  private static String unindented(List<String> lines) {
    return lines.stream().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
  }
}
