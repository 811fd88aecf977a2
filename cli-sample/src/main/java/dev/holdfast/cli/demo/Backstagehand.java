package dev.holdfast.cli.demo;

import dev.holdfast.cli.demo.Scene.Action;
import dev.holdfast.cli.demo.Scene.Stage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Does to the server what takes time, while events are still produced. */
final class Backstagehand implements AutoCloseable {
  private final Narrator narrator;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread created = new Thread(work, "demo backstage");
            created.setDaemon(true);
            return created;
          });

  Backstagehand(Narrator narrator) {
    this.narrator = narrator;
  }

  void perform(Action action, Stage stage) {
    thread.execute(
        () -> {
          try {
            action.perform(stage);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The demo is over.
          } catch (RuntimeException | AssertionError e) {
            narrator.broke("the demo itself failed: " + e.getMessage());
          }
        });
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
