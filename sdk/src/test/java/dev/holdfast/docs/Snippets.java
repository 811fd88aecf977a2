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
  private static final Path JAVA = Path.of("src/test/java/dev/holdfast/docs");
  private static final Path KOTLIN = Path.of("src/test/kotlin/dev/holdfast/kotlin");

  private Snippets() {}

  /** Fails unless each block of Java of a page in docs/ is, line by line, in our sources. */
  static void areCompiled(String page, int atLeast) throws IOException {
    areCompiled(Path.of("../docs", page), atLeast);
  }

  /**
   * Fails unless each block of Java is, line by line, in a class of this package, and each of
   * Kotlin in a file of the tests in Kotlin.
   */
  static void areCompiled(Path page, int atLeast) throws IOException {
    List<String> text = Files.readAllLines(page);
    List<String> java = blocks("java", text);
    assertThat(java).hasSizeGreaterThanOrEqualTo(atLeast);
    areIn(sources(JAVA, "Snippets.java"), java);
    areIn(sources(KOTLIN, ".kt"), blocks("kotlin", text));
  }

  private static void areIn(List<String> sources, List<String> blocks) {
    for (String block : blocks) {
      assertThat(sources).as("sources with%n%s", block).anyMatch(source -> source.contains(block));
    }
  }

  private static List<String> sources(Path folder, String ending) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        sources.add(unindented(Files.readAllLines(file)));
      }
    }
    return sources;
  }

  private static List<String> blocks(String language, List<String> document) {
    List<String> blocks = new ArrayList<>();
    List<String> block = null;
    for (String line : document) {
      if (block == null) {
        block = line.strip().equals("```" + language) ? new ArrayList<>() : null;
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
