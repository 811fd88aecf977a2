package dev.holdfast.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CursorSaving;
import dev.holdfast.CursorStore;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.sim.World;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A keeper whose stream's callbacks must not wait for the store, and one that gets no thread. */
class CursorKeeperTest implements CursorStore {
  private final World world = new World(1);
  private final Queue<Runnable> readers = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();
  private final CursorSaving each = CursorSaving.everyEvent();
  private boolean noThread;
  private @Nullable IOException fails;
  private @Nullable Runnable inSave;

  @Override
  public @Nullable String load(String stream) {
    return null;
  }

  @Override
  public void save(String stream, @Nullable String cursor) throws IOException {
    heard.add("save " + cursor);
    if (inSave != null) {
      inSave.run();
    }
    if (fails != null) {
      throw fails;
    }
  }

  private CursorKeeper keeper(CursorSaving saving) {
    return keeper(saving, false);
  }

  private CursorKeeper keeper(CursorSaving saving, boolean streamOver) {
    Environment env =
        new Environment(
            world,
            world,
            world,
            task -> {
              if (noThread) {
                throw new RejectedExecutionException("none");
              }
              readers.add(task);
            });
    return new CursorKeeper(
        env, this, "s", saving, false, () -> streamOver, why -> heard.add(why.getMessage()));
  }

  private static void move(CursorKeeper keeper, String cursor) {
    keeper.moved(cursor, 1);
    keeper.saveDue();
  }

  private void readersRun() {
    Runnable task;
    while ((task = readers.poll()) != null) {
      task.run();
    }
  }

  private void hears(String... expected) {
    assertThat(heard).containsExactly(expected);
    heard.clear();
  }

  @Test
  void anotherThreadSavesWhatIsTheNewestThen() {
    CursorKeeper keeper = keeper(each);
    move(keeper, "1");
    move(keeper, "2");
    hears();
    readersRun();
    hears("save 2");
    move(keeper, "3");
    readersRun();
    hears("save 3");
  }

  @Test
  void whatMovesDuringASaveIsSavedNext() {
    CursorKeeper keeper = keeper(CursorSaving.every(2));
    inSave =
        () -> {
          inSave = null;
          move(keeper, "3");
          move(keeper, "4");
          move(keeper, "5");
        };
    move(keeper, "1");
    readersRun();
    hears();
    move(keeper, "2");
    readersRun();
    hears("save 2", "save 5");
  }

  @Test
  void aFailureIsTriedAgainAfterASecond() {
    CursorKeeper keeper = keeper(each);
    fails = new IOException("disk");
    move(keeper, "1");
    readersRun();
    hears("save 1", "the position of \"s\" could not be saved: java.io.IOException: disk");
    fails = null;
    world.run(1_001);
    readersRun();
    hears("save 1");
    assertThat(world.pending()).isZero();
  }

  @Test
  void theLastSaveWaitsForTheCallbackThatRuns() {
    CursorKeeper keeper = keeper(CursorSaving.DEFAULT);
    move(keeper, "1");
    keeper.finishLater(() -> move(keeper, "2"));
    hears();
    readersRun();
    hears("save 1", "save 2");
    assertThat(keeper.done().getCount()).isZero();
    move(keeper, "3");
    world.run(2_000);
    readersRun();
    hears();
    assertThat(world.pending()).isZero();
  }

  @Test
  void whereThereIsNoThreadNobodyWaits() {
    CursorKeeper keeper = keeper(each);
    noThread = true;
    move(keeper, "1");
    keeper.finishLater(() -> {});
    hears(
        "the position of \"s\" could not be saved, for want of a thread: "
            + "java.util.concurrent.RejectedExecutionException: none");
    assertThat(keeper.done().getCount()).isZero();
  }

  @Test
  void aBeginningWithoutAThreadIsTriedAgain() {
    CursorKeeper keeper = keeper(each);
    noThread = true;
    keeper.begin(null, cursor -> heard.add("begin"), why -> heard.add("fail"));
    world.run(900);
    noThread = false;
    world.run(200);
    readersRun();
    hears("begin");
  }

  /** Who comes third would else begin before the first has saved. */
  @Test
  void whoIsCancelledWhileItWaitsForItsFormerKeepsTheirPlace() throws Exception {
    StoreClaims claims = new StoreClaims();
    CursorKeeper first = keeper(each, true);
    first.claim(claims);
    CursorKeeper second = keeper(each, true);
    second.claim(claims);
    second.begin(null, cursor -> {}, failure -> {});
    readers.remove(); // It would wait.
    second.finishLater(() -> {});
    Thread end = new Thread(readers.remove());
    end.start();
    assertThat(second.done().await(200, TimeUnit.MILLISECONDS)).isFalse();
    first.finishLater(() -> {});
    readers.remove().run();
    assertThat(second.done().await(10, TimeUnit.SECONDS)).isTrue();
    end.join();
  }
}
