package dev.holdfast.sample;

import dev.holdfast.Channel;
import dev.holdfast.Receipt;
import dev.holdfast.StreamException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's messages: a row of the timeline each, which shows what became of it. Holdfast keeps
 * them in memory; the rows survive the process, and those that were never sent are sent by the
 * next. Main thread only.
 */
final class Outgoing {
  /** Fewer than the timeline has rows, so that none is forgotten on its way. */
  static final int MAX_UNDECIDED = 100;

  /** In this time after a message has gone out, what is the same is its echo. */
  private static final long ECHO_MILLIS = 60_000;

  private final Timeline timeline;
  private final Executor main;
  private final Runnable onChange;
  private final LongSupplier now;
  private final Map<Long, Receipt> receipts = new HashMap<>();
  private @Nullable Channel channel;

  /**
   * Creates one without a channel.
   *
   * @param timeline where the messages are shown
   * @param main runs tasks on the main thread
   * @param now the wall clock, in milliseconds
   * @param onChange told when a message was added, or its fate changed
   */
  Outgoing(Timeline timeline, Executor main, LongSupplier now, Runnable onChange) {
    this.timeline = timeline;
    this.main = main;
    this.now = now;
    this.onChange = onChange;
  }

  /** There is a channel: what waits for one goes out, in its order. */
  void open(Channel opened) {
    channel = opened;
    for (Timeline.Entry entry : timeline.entries()) {
      if (entry.row.fate == Receipt.State.QUEUED) {
        send(opened, entry.number, entry.row.text);
      }
    }
  }

  /** The channel ends: what it says of its messages at that is of no interest any more. */
  void close() {
    channel = null;
    receipts.clear();
  }

  /**
   * A row that an earlier process has shown. A message that had gone out then may have arrived:
   * only the user can say whether to send it again.
   */
  void restore(Row row) {
    timeline.add(row.fate == Receipt.State.SENT ? row.withFate(Receipt.State.UNKNOWN) : row);
  }

  /**
   * What is left of this stream's messages when the app goes to another one: they are not for that
   * one, unless the user says so.
   *
   * @param forAny whether the app did not know its stream yet: then they are for whatever comes
   */
  List<Row> undecided(boolean forAny) {
    refresh();
    List<Row> left = new ArrayList<>();
    for (Row row : timeline.rows()) {
      if (row.isUndecided()) {
        boolean sent = row.fate == Receipt.State.SENT;
        left.add(
            forAny ? row : row.withFate(sent ? Receipt.State.UNKNOWN : Receipt.State.REJECTED));
      }
    }
    return left;
  }

  boolean send(String text) {
    if (timeline.count(Row::isUndecided) >= MAX_UNDECIDED) {
      return false;
    }
    long number = timeline.add(Row.mine(text, now.getAsLong()));
    if (channel != null) {
      send(channel, number, text);
    }
    onChange.run();
    return true;
  }

  /** Returns false if there are too many under way already. */
  boolean sendAgain(long number) {
    Row row = timeline.get(number);
    if (row == null || !row.isInDoubt()) {
      return true;
    } else if (!send(row.text)) {
      return false;
    }
    timeline.remove(number);
    onChange.run();
    return true;
  }

  private void send(Channel to, long number, String text) {
    try {
      Receipt receipt = to.send(text);
      receipts.put(number, receipt);
      receipt.onDone(done -> main.execute(() -> decided(number, done)));
    } catch (StreamException e) {
      settle(number, Receipt.State.REJECTED); // The stream is over.
    }
  }

  private void decided(long number, Receipt receipt) {
    if (receipts.remove(number, receipt)) {
      settle(number, receipt.state());
    }
  }

  private void settle(long number, Receipt.State state) {
    Row row = timeline.get(number);
    if (row != null && row.fate != state) {
      timeline.replace(number, row.withFate(state, now.getAsLong()));
      onChange.run();
    }
  }

  /** Looks how far messages are that are still on their way: no callback tells that. */
  void refresh() {
    List<Map.Entry<Long, Receipt>> all = new ArrayList<>(receipts.entrySet());
    for (Map.Entry<Long, Receipt> entry : all) {
      if (entry.getValue().state() == Receipt.State.SENT) {
        settle(entry.getKey(), Receipt.State.SENT);
      }
    }
  }

  /** Whether an event is a message of ours that the server passed on to all; it is marked then. */
  boolean isEcho(String text) {
    refresh(); // One that has just gone out may be back already.
    long earliest = now.getAsLong() - ECHO_MILLIS;
    long number =
        timeline.find(
            row -> row.hasGoneOut() && !row.echoed && row.text.equals(text) && row.time > earliest);
    Row row = timeline.get(number);
    if (row == null) {
      return false;
    }
    timeline.replace(number, row.withEcho());
    return true;
  }
}
