package dev.holdfast.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is full, or read-only. Mounting one takes root, on Linux. */
class DiskTroubleTest {
  @TempDir private Path folder;

  private static int run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  private interface Disks {
    void use(Path mounted) throws Exception;
  }

  private void withDisk(Disks use) throws Exception {
    boolean mounted = false;
    try {
      mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()) == 0;
    } catch (IOException noSuchCommand) {
      // As on Windows.
    }
    Assumptions.assumeTrue(mounted, "not allowed to mount a small disk: run as root on Linux");
    try {
      use.use(folder);
    } finally {
      assertThat(run("umount", folder.toString())).isZero();
    }
  }

  @Test
  void aFullDiskIsNamedAndKeepsWhatItHad() throws Exception {
    withDisk(
        disk -> {
          Path file = disk.resolve("positions");
          try (FileStore store = FileStore.open(file)) {
            store.save("a", "1");
            Path filler = disk.resolve("filler");
            assertThatThrownBy(() -> Files.write(filler, new byte[1 << 20]))
                .isInstanceOf(IOException.class);

            assertThatThrownBy(() -> store.save("a", "2"))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": No space left on device");
            assertThat(store.load("a")).isEqualTo("1");
            assertThat(file).hasContent("holdfast cursors 1\na\t1\nend 1\n");

            Files.delete(filler);
            store.save("a", "3");
            assertThat(store.load("a")).isEqualTo("3");
            assertThatThrownBy(() -> Files.write(filler, new byte[1 << 20]))
                .isInstanceOf(IOException.class);
          }
          assertThatThrownBy(() -> FileStore.open(file))
              .hasMessage(file + ": No space left on device");
          assertThat(file).hasContent("holdfast cursors 1\na\t3\nend 1\n");
        });
  }

  @Test
  void aReadOnlyDiskIsNamed() throws Exception {
    withDisk(
        disk -> {
          Path file = disk.resolve("positions");
          try (FileStore store = FileStore.open(file)) {
            store.save("a", "1");
            assertThat(run("mount", "-o", "remount,ro", disk.toString())).isNotZero();
          } // The lock is open for writing, so a disk in use stays writable.
          assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
          assertThatThrownBy(() -> FileStore.open(file))
              .hasMessage(file + ": Read-only file system");
          assertThatThrownBy(() -> FileStore.open(disk.resolve("new")))
              .hasMessage(disk.resolve("new") + ": Read-only file system");
          assertThat(file).hasContent("holdfast cursors 1\na\t1\nend 1\n");
        });
  }

  /** A disk that goes bad while it is in use, as any user can have it. */
  @Test
  void aStepThatFailsLeavesTheOldPositions() throws Exception {
    Path file = folder.resolve("positions");
    for (String failing : new String[] {"create", "write", "force", "move"}) {
      FailingDisk disk = new FailingDisk();
      try (FileStore store = FileStore.open(file, new TableFormat(), disk)) {
        store.save("a", failing);
        disk.failing = failing;

        assertThatThrownBy(() -> store.save("a", "new")).hasMessage(file + ": Input/output error");

        assertThat(store.load("a")).isEqualTo(failing);
        byte[] old = new TableFormat().encode(Collections.singletonMap("a", failing));
        assertThat(file).hasBinaryContent(old);
        disk.failing = "";
        store.save("a", "new");
        assertThat(store.load("a")).isEqualTo("new");
      }
    }
  }
}
