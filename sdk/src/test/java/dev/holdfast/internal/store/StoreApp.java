package dev.holdfast.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.CursorSaving;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;

/**
 * An app that is killed: writes what it has processed to a file, and keeps its position in another.
 * Says on standard output where it stands still to be killed.
 */
final class StoreApp {
  private StoreApp() {}

  /**
   * Arguments: file of the store, then either nothing: holds it; or URL, file of what was
   * processed, {@code every} N events or 0 for 100 ms, and {@code STEP:N}: where to stand still in
   * the Nth save.
   */
  public static void main(String[] args) throws Exception {
    Path positions = Paths.get(args[0]);
    if (args.length == 1) {
      try (FileStore store = FileStore.open(positions)) {
        System.out.println("open");
        Thread.sleep(Long.MAX_VALUE);
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
      return;
    }
    String[] step = args[4].split(":");
    Disk disk = new StoppingDisk(step[0], Integer.parseInt(step[1]));
    FileStore store = FileStore.open(positions, new TableFormat(), disk);
    FileOutputStream processed = new FileOutputStream(args[2], true);
    int every = Integer.parseInt(args[3]);
    CursorSaving saving =
        every == 0 ? CursorSaving.every(Duration.ofMillis(100)) : CursorSaving.every(every);
    Subscription stream =
        StreamClient.create()
            .subscribe(
                StreamRequest.builder(args[1])
                    .transports(TransportType.SSE)
                    .cursorStore(store, "numbers", saving)
                    .build(),
                event ->
                    processed.write(
                        (event.data() + " " + System.currentTimeMillis() + "\n").getBytes(UTF_8)));
    stream.awaitClosed();
    System.out.println("closed " + stream.closeCause());
  }

  /** Stands still in a step of a save, and says so. */
  private static final class StoppingDisk extends Disk {
    private final String step;
    private final int save;
    private int saves = -1; // Opening writes once, too.

    StoppingDisk(String step, int save) {
      this.step = step;
      this.save = save;
    }

    private void stop(String here) {
      if (saves == save && step.equals(here)) {
        System.out.println(here);
        while (true) {
          try {
            Thread.sleep(Long.MAX_VALUE);
          } catch (InterruptedException e) {
            // It is to be killed.
          }
        }
      }
    }

    @Override
    FileChannel create(Path temporary) throws IOException {
      saves++;
      stop("create");
      return super.create(temporary);
    }

    @Override
    void write(FileChannel temporary, byte[] content) throws IOException {
      byte[] half = java.util.Arrays.copyOf(content, content.length / 2);
      super.write(temporary, half);
      stop("write");
      super.write(temporary, java.util.Arrays.copyOfRange(content, half.length, content.length));
    }

    @Override
    void force(FileChannel temporary) throws IOException {
      stop("force");
      super.force(temporary);
    }

    @Override
    void move(Path temporary, Path file) throws IOException {
      stop("move");
      super.move(temporary, file);
      stop("moved");
    }
  }
}
