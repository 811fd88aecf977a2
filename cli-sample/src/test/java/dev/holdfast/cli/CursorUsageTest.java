package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cursor files that cannot be used: exit status 2 before any request, and the file as it was. */
class CursorUsageTest {
  @TempDir private Path folder;

  private void refuses(Path file, String why) {
    Cli.Result result = Cli.run("--cursor-file=" + file, "http://127.0.0.1:1/");

    assertThat(result.err()).isEqualTo("holdfast: --cursor-file: " + file + ": " + why + "\n");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  private void refusesContent(byte[] content, String why) throws IOException {
    Path file = Files.write(folder.resolve("cursor"), content);
    refuses(file, why);
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void whatIsNoEventId() throws IOException {
    refusesContent("1\n2\n".getBytes(UTF_8), "more than one line");
    refusesContent("1\r2".getBytes(UTF_8), "more than one line");
    refusesContent("1\n\n".getBytes(UTF_8), "more than one line");
    refusesContent("1\0".getBytes(UTF_8), "has a NUL, which no event ID has");
    refusesContent(new byte[] {(byte) 0xff, '\n'}, "not UTF-8");
    refusesContent(
        "x".repeat(4097).getBytes(UTF_8), "longer than 4096 bytes, which no event ID is");
    refusesContent(
        "x".repeat(99_999).getBytes(UTF_8), "longer than 4096 bytes, which no event ID is");
  }

  @Test
  void whatIsNoFile() {
    refuses(folder, "not a regular file");
    refuses(Path.of("/dev/null"), "not a regular file");
    refuses(folder.resolve("missing/cursor"), "no such file or folder");
  }

  @Test
  void whatCannotBeWritten() throws IOException {
    Files.createDirectory(folder.resolve("cursor.tmp"));
    refuses(folder.resolve("cursor"), "Is a directory");
  }
}
