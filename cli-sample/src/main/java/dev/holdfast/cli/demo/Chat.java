package dev.holdfast.cli.demo;

import dev.holdfast.Channel;
import dev.holdfast.Receipt;
import dev.holdfast.StreamException;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the app says while it has a channel, and what becomes of it. Thread-safe. */
final class Chat implements AutoCloseable {
  private static final int MESSAGES_PER_SECOND = 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(40);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread created = new Thread(work, "demo chat");
            created.setDaemon(true);
            return created;
          });
  private final EventLog log;
  private final Narrator narrator;

  // All guarded by this.
  private @Nullable Channel channel;
  private boolean started;
  private long sent;
  private long decided;
  private long acknowledged;
  private String shown = "";

  Chat(EventLog log, Narrator narrator) {
    this.log = log;
    this.narrator = narrator;
  }

  static String text(long n) {
    return "message " + n;
  }

  /** The app has a channel. */
  synchronized void start(Channel opened) {
    channel = opened;
    if (!started) {
      started = true;
      long period = TimeUnit.SECONDS.toNanos(1) / MESSAGES_PER_SECOND;
      thread.scheduleAtFixedRate(this::send, 0, period, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void send() {
    if (channel == null) {
      return;
    }
    long n = sent + 1;
    try {
      Receipt receipt = channel.send(text(n));
      sent = n;
      receipt.onDone(done -> decided(n, done));
    } catch (StreamException e) {
      narrator.broke(text(n) + " is not sent: " + e.getMessage());
      channel = null;
    }
  }

  private synchronized void decided(long n, Receipt receipt) {
    decided++;
    notifyAll();
    if (receipt.state() != Receipt.State.ACKNOWLEDGED) {
      narrator.broke(text(n) + " " + receipt.state() + ": " + receipt.cause());
      return;
    }
    acknowledged++;
    String way = way(receipt.id());
    if (!way.equals(shown)) {
      shown = way;
      narrator.survived(text(n) + " " + receipt.state() + way);
    }
  }

  /** By which way a message came, as the server saw it. */
  private String way(String id) {
    int deliveries = 0;
    Served by = null;
    for (SentMessage delivery : log.sends().deliveries()) {
      if (id.equals(delivery.id())) {
        deliveries++;
        by = delivery.by();
      }
    }
    return " by "
        + (by == Served.SEND ? "POST" : "WebSocket")
        + (deliveries > 1 ? ", sent again with the same ID, and accepted once" : "");
  }

  /** Says no more, and returns when the fate of all is decided. */
  synchronized void end() throws InterruptedException {
    channel = null;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (decided < sent) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        narrator.broke((sent - decided) + " messages have no answer");
        return;
      }
      wait(left);
    }
  }

  /** Returns the result, or null if the app had no channel. */
  synchronized @Nullable Audit audit() {
    if (!started) {
      return null;
    }
    List<SentMessage> accepted = log.sends().messages();
    List<String> texts = accepted.stream().map(message -> message.data().text()).toList();
    long lost = 0;
    boolean inOrder = true;
    for (long n = 1; n <= sent; n++) {
      lost += texts.contains(text(n)) ? 0 : 1;
    }
    long different = texts.stream().distinct().count();
    for (int i = 0; i < texts.size(); i++) {
      inOrder &= texts.get(i).equals(text(i + 1L));
    }
    return new Audit(sent, acknowledged, texts.size(), lost, texts.size() - different, inOrder);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /**
   * What came of what was sent.
   *
   * @param sent messages, by the app's own count
   * @param acknowledged messages, by their receipts
   * @param accepted messages, by the server's own count
   * @param lost messages that were sent and never accepted
   * @param duplicated messages that were accepted once too often
   * @param inOrder whether they were accepted as they were sent
   */
  record Audit(
      long sent, long acknowledged, long accepted, long lost, long duplicated, boolean inOrder) {

    boolean isClean() {
      return sent > 0
          && sent == acknowledged
          && sent == accepted
          && lost + duplicated == 0
          && inOrder;
    }

    @Override
    public String toString() {
      return "messages sent "
          + sent
          + ", acknowledged "
          + acknowledged
          + ", accepted "
          + accepted
          + ", lost "
          + lost
          + ", duplicated "
          + duplicated
          + (inOrder ? "" : ", out of order");
    }
  }
}
