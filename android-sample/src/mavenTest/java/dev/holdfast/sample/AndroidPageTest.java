package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java that docs/android.md shows is this app's, to the letter. */
class AndroidPageTest {
  private static final String FENCE = "```java android-sample";

  @Test
  void showsWhatIsCompiled() throws IOException {
    List<String> sources = sources();
    List<String> blocks = blocks(Files.readAllLines(Path.of("../docs/android.md")));
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(5);
    for (String block : blocks) {
      assertThat(sources).as("sources with%n%s", block).anyMatch(source -> source.contains(block));
    }
  }

  /** The SDK's tests look for a block without the name of this module among their own sources. */
  @Test
  void allOfItsJavaIsMarked() throws IOException {
    assertThat(Files.readAllLines(Path.of("../docs/android.md")))
        .filteredOn(line -> line.startsWith("```java"))
        .containsOnly(FENCE);
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Stream.concat(walk("src/main/java"), walk("src/test/java"))) {
      List<String> sources = new ArrayList<>();
      for (Path file : files.collect(Collectors.toList())) {
        sources.add(unindented(Files.readAllLines(file)));
      }
      return sources;
    }
  }

  private static Stream<Path> walk(String folder) throws IOException {
    return Files.walk(Path.of(folder)).filter(file -> file.toString().endsWith(".java"));
  }

  private static List<String> blocks(List<String> page) {
    List<String> blocks = new ArrayList<>();
    List<String> block = null;
    for (String line : page) {
      if (block == null) {
        block = line.equals(FENCE) ? new ArrayList<>() : null;
      } else if (line.equals("```")) {
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
