package dev.holdfast.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Positions in a file. */
class FileStoreTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("positions");
  }

  private void saves(String stream, @Nullable String cursor) throws IOException {
    try (FileStore store = FileStore.open(file)) {
      store.save(stream, cursor);
    }
  }

  private @Nullable String loads(String stream) throws IOException {
    try (FileStore store = FileStore.open(file)) {
      return store.load(stream);
    }
  }

  @Test
  void severalStreamsAreInOneFile() throws IOException {
    assertThat(loads("prices")).isNull();
    saves("prices", "1");
    saves("a stream, ü \ud83d\ude00", "with\ttab, ü");
    saves("orders", "2");
    saves("prices", "3");
    saves("orders", null);

    assertThat(loads("prices")).isEqualTo("3");
    assertThat(loads("a stream, ü \ud83d\ude00")).isEqualTo("with\ttab, ü");
    assertThat(loads("orders")).isNull();
    assertThat(file)
        .hasContent(
            "holdfast cursors 1\nprices\t3\na stream, ü \ud83d\ude00\twith\ttab, ü\nend 2\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aFileOfOneStreamHasItsPositionAlone() throws IOException {
    Files.writeString(file, "ü1\n");
    try (FileStore store = FileStore.openSingle(file)) {
      assertThat(store.load("any")).isEqualTo("ü1");
      store.save("any", "ü2");
      assertThat(file).hasContent("ü2\n");
      store.save("any", null);
      assertThat(file).hasContent("\n");
      assertThat(store.load("any")).isNull();
      assertThatThrownBy(() -> store.save("other", "1"))
          .hasMessage(file + ": keeps the cursor of one stream, \"any\", not of \"other\" too");
    }
  }

  @Test
  void whatCannotBeACursorOrANameIsRefused() throws IOException {
    try (FileStore store = FileStore.open(file)) {
      store.save("a", "1");
      for (String bad : new String[] {"a\nb", "a\rb", "a\0b", "x".repeat(4097), "\ud83d"}) {
        assertThatThrownBy(() -> store.save("a", bad)).isInstanceOf(IllegalArgumentException.class);
      }
      for (String bad : new String[] {"", "a\tb", "a\nb", "x".repeat(257), "\ud83d", "\ude00"}) {
        assertThatThrownBy(() -> store.save(bad, "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.load(bad)).isInstanceOf(IllegalArgumentException.class);
      }
      store.save("x".repeat(256), "x".repeat(4096));
    }
    assertThat(loads("a")).isEqualTo("1");
    assertThat(loads("x".repeat(256))).isEqualTo("x".repeat(4096));
  }

  @Test
  void aThousandStreamsFitAndNoMore() throws IOException {
    StringBuilder text = new StringBuilder("holdfast cursors 1\n");
    for (int i = 0; i < 1000; i++) {
      text.append(i).append('\t').append("ü".repeat(2048)).append('\n');
    }
    Files.writeString(file, text + "end 1000\n");
    try (FileStore store = FileStore.open(file)) {
      store.save("5", "new");
      assertThatThrownBy(() -> store.save("1000", "new"))
          .hasMessage(file + ": keeps 1000 streams, and has no more room");
    }
    assertThat(loads("5")).isEqualTo("new");
    assertThat(loads("999")).hasSize(2048);
  }

  /** A machine that loses its power in between finds one or the other. */
  @Test
  void isOnTheDiskBeforeItTakesTheFilesPlace() throws IOException {
    List<String> steps = new ArrayList<>();
    Disk disk =
        new Disk() {
          @Override
          void write(FileChannel temporary, byte[] content) throws IOException {
            steps.add("write");
            super.write(temporary, content);
          }

          @Override
          void force(FileChannel temporary) throws IOException {
            steps.add("force");
            super.force(temporary);
          }

          @Override
          void move(Path temporary, Path to) throws IOException {
            steps.add("move");
            super.move(temporary, to);
          }

          @Override
          void forceFolder(Path of) {
            steps.add("force folder");
            super.forceFolder(of);
          }
        };
    try (FileStore store = FileStore.open(file, new TableFormat(), disk)) {
      steps.clear();
      store.save("a", "1");
    }
    assertThat(steps).containsExactly("write", "force", "move", "force folder");
  }

  @Test
  void isReplacedInsteadOfWrittenInto() throws IOException {
    saves("a", "1");
    Path link = Files.createLink(folder.resolve("other"), file);
    saves("a", "2");

    assertThat(link).content().contains("a\t1\n"); // Nobody sees half of the new one.
    assertThat(loads("a")).isEqualTo("2");
  }

  @Test
  void aThreadThatIsInterruptedSavesAllTheSame() throws IOException {
    try {
      Thread.currentThread().interrupt();
      saves("a", "1");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(loads("a")).isEqualTo("1");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void permissionsAndASymbolicLinkAreKept() throws IOException {
    Path target = folder.resolve("target");
    Files.createSymbolicLink(file, target);
    assertThatThrownBy(() -> loads("a")).hasMessage(file + ": a symbolic link to nothing");
    Files.writeString(target, "holdfast cursors 1\nend 0\n");
    for (String permissions : new String[] {"rw-------", "rw-rw-r--"}) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
      saves("a", permissions);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
          .isEqualTo(permissions);
    }
    assertThat(file).isSymbolicLink();
    assertThat(target).content().contains("a\trw-rw-r--\n");
  }

  @Test
  void isNotUsedOnceClosed() throws IOException {
    FileStore store = FileStore.open(file);
    store.close();
    store.close();

    assertThatThrownBy(() -> store.save("a", "1")).hasMessage(file + ": this store was closed");
    assertThatThrownBy(() -> store.load("a")).hasMessage(file + ": this store was closed");
    saves("a", "1");
  }

  /** Opens, changes nothing, and says what is wrong. */
  private void refuses(String content, String why) throws IOException {
    refuses(content.getBytes(UTF_8), why);
  }

  private void refuses(byte[] content, String why) throws IOException {
    Files.write(file, content);
    for (int i = 0; i < 2; i++) { // The second time would show a lock that was kept.
      assertThatThrownBy(() -> FileStore.open(file))
          .isInstanceOf(IOException.class)
          .hasMessage(file + ": " + why);
    }
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void garbageIsNamedWithItsLineAndLeftAsItIs() throws IOException {
    String first = "holdfast cursors 1\n";
    String notOurs = "line 1: \"holdfast cursors 1\" expected: not a file of cursors";
    refuses("", "empty, as no file of cursors is; delete it to begin anew");
    refuses("42\n", notOurs);
    refuses("\0\1\2\3binary\n", notOurs);
    refuses(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}, "line 1: not UTF-8");
    refuses(new byte[1000], notOurs);
    refuses("holdfast cursors 2\nend 0\n", notOurs);
    refuses("holdfast cursors 1", "line 1: cut off: no line feed");
    refuses(first, "line 1: \"end 0\" expected: cut off, or changed");
    refuses(first + "a\t1\n", "line 2: \"end 0\" expected: cut off, or changed");
    refuses(first + "a\t1\nb\t2", "line 3: cut off: no line feed");
    refuses(first + "a\t1\nb\t2\nend 3\n", "line 4: \"end 2\" expected: cut off, or changed");
    refuses(first + "a\nend 1\n", "line 2: no tab between the name of a stream and its cursor");
    refuses(first + "a\t1\na\t2\nend 1\n", "line 3: a name comes twice");
    refuses(
        first + "a\t1\nb\t" + "x".repeat(4097) + "\nend 2\n",
        "line 3: a cursor must have 1 to 4096 bytes, and no CR or NUL");
    refuses(
        first + "a\t1\r\nend 1\n", "line 2: a cursor must have 1 to 4096 bytes, and no CR or NUL");
    refuses(first + "\t1\nend 1\n", "line 2: a name must not be empty");
    refuses(
        first + "\1\t1\nend 1\n", "line 2: a name must have no control characters, but has U+0001");
  }

  @Test
  void aHugeFileIsNotReadAsAWhole() throws IOException {
    Files.writeString(file, "holdfast cursors 1\n");
    try (FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {'x'}), 8L << 30); // Sparse.
    }
    assertThatThrownBy(() -> FileStore.open(file))
        .hasMessage(file + ": longer than any file of cursors");
    assertThatThrownBy(() -> FileStore.openSingle(file))
        .hasMessage(file + ": longer than 4096 bytes, which no event ID is");
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    assertThatThrownBy(() -> FileStore.open(folder)).hasMessage(folder + ": not a regular file");
    Path missing = folder.resolve("missing").resolve("positions");
    assertThatThrownBy(() -> FileStore.open(missing))
        .hasMessage(missing + ": no such file or folder");
    Files.createDirectory(folder.resolve("positions.tmp"));
    assertThatThrownBy(() -> FileStore.open(file)).hasMessage(file + ": Is a directory");
  }
}
