package dev.holdfast.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One store a file: of this process, and of others. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class FileLockTest {
  @TempDir private Path folder;

  private String otherProcessSays(Path file) throws Exception {
    Process other = StoreApps.start(file);
    try (BufferedReader out = other.inputReader()) {
      return out.readLine();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aSecondStoreOfThisProcessIsRefusedAndFreesNothing() throws Exception {
    Path file = folder.resolve("positions");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("positions"));
    try (FileStore first = FileStore.open(file)) {
      first.save("a", "1");
      for (Path name : new Path[] {file, link}) {
        assertThatThrownBy(() -> FileStore.open(name))
            .isInstanceOf(IOException.class)
            .hasMessage(name + ": in use by another holdfast");
      }
      // To close the lock's file a second time would have let this one in.
      assertThat(otherProcessSays(file)).isEqualTo(file + ": in use by another holdfast");
      first.save("a", "2");
    }
    assertThat(otherProcessSays(file)).isEqualTo("open");
  }

  @Test
  void anotherProcessKeepsItUntilItDies() throws Exception {
    Path file = folder.resolve("positions");
    Process other = StoreApps.start(file);
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> FileStore.open(file))
          .hasMessage(file + ": in use by another holdfast");
    } finally {
      other.destroyForcibly().waitFor();
    }
    FileStore.open(file).close(); // Nothing has to be tidied up.
  }
}
