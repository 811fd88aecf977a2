package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes down what an attempt says, a line each. */
class RecordingSink implements AttemptSink {
  volatile boolean mayAskAgain = true;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private Runnable onEvent = () -> {};
  private volatile boolean deaf;
  private Runnable onEnd = () -> {};
  volatile @Nullable AttemptEnd end;
  volatile @Nullable ConnectionInfo connection;
  volatile @Nullable StreamEvent lastEvent;

  /** What happens at the end. */
  void onEnd(Runnable action) {
    onEnd = action;
  }

  /** Hears no more. */
  void goDeaf() {
    deaf = true;
  }

  private void add(String line) {
    if (!deaf) {
      lines.add(line);
    }
  }

  /** What the app does on each event. */
  void onEvent(Runnable action) {
    onEvent = action;
  }

  @Override
  public void opened(ConnectionInfo info, boolean cursorWithheld) {
    connection = info;
    add("opened " + info.transport() + (cursorWithheld ? " withheld" : ""));
  }

  @Override
  public void proven() {
    add("proven");
  }

  @Override
  public void event(StreamEvent event) {
    lastEvent = event;
    add(event.id() + "@" + event.lastEventId() + " " + event.type() + " " + event.data());
    onEvent.run();
  }

  @Override
  public void cursor(@Nullable String lastEventId) {
    add("cursor " + lastEventId);
  }

  @Override
  public void asked(@Nullable String cursor) {
    add("asked " + cursor);
  }

  @Override
  public void gap(@Nullable String from, @Nullable String to) {
    add("gap " + from + " " + to);
  }

  @Override
  public void notResumed(@Nullable String from, @Nullable String to) {
    add("not resumed " + from + " " + to);
  }

  @Override
  public boolean mayAskAgain() {
    return mayAskAgain;
  }

  @Override
  public void sent() {}

  @Override
  public void resumed() {
    add("resumed");
  }

  @Override
  public void comment(long idleNanos) {}

  @Override
  public void retryHint(long millis) {
    add("retry " + millis);
  }

  @Override
  public void ended(AttemptEnd how) {
    end = how;
    onEnd.run();
    add("ended");
  }

  @Override
  public void abandoned(AttemptEnd how) {
    end = how;
    onEnd.run();
    add("abandoned");
  }

  /** The next lines are these; waits for them. */
  void expect(String... expected) throws InterruptedException {
    for (String line : expected) {
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo(line);
    }
  }

  /** The next line is the attempt's end, of which nothing comes after. */
  AttemptEnd expectEnd() throws InterruptedException {
    expect("ended");
    expectNothing();
    return end;
  }

  void expectNothing() {
    assertThat(lines).isEmpty();
  }

  /** Waits for an end, whatever else was said. */
  AttemptEnd awaitEnd() throws InterruptedException {
    String line;
    do {
      line = lines.poll(20, TimeUnit.SECONDS);
      assertThat(line).as("an end").isNotNull();
    } while (!line.equals("ended") && !line.equals("abandoned"));
    expectNothing();
    return end;
  }
}
