package dev.holdfast.internal.session;

import dev.holdfast.Receipt;
import dev.holdfast.SendSettings;
import dev.holdfast.SendSettings.FullPolicy;
import dev.holdfast.StreamException;
import dev.holdfast.dialect.OutgoingMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where messages come in: gives each its number and its ID, and lets in no more than there may be.
 * The order in which they enter is that in which {@code send} returns. Safe for use from any
 * thread.
 */
public final class OutboxRoom {
  private final SendSettings settings;
  private final String prefix;
  private final Runnable mayWait;
  private final BooleanSupplier mustNotBlock;

  // Guarded by this.
  private final Set<OutboxEntry> undecided = new LinkedHashSet<>();
  private Deque<OutboxEntry> arrived = new ArrayDeque<>();
  private long bytes;
  private long count;
  private boolean closed;

  /**
   * @param prefix of the IDs; unlike any other's
   * @param mayWait throws where the calling thread must not wait for a receipt
   * @param mustNotBlock whether the calling thread is one that acknowledgements wait for
   */
  public OutboxRoom(
      SendSettings settings, String prefix, Runnable mayWait, BooleanSupplier mustNotBlock) {
    this.settings = settings;
    this.prefix = prefix;
    this.mayWait = mayWait;
    this.mustNotBlock = mustNotBlock;
  }

  /**
   * Takes in a message of this size.
   *
   * @param wording makes it, given its ID
   * @throws StreamException if there is no room, or none any more
   */
  public synchronized RealReceipt add(long size, Function<String, OutgoingMessage> wording) {
    while (!closed && !fits(size)) {
      awaitRoom(size);
    }
    if (closed) {
      throw new StreamException(
          StreamException.Reason.CHANNEL_CLOSED, "the channel takes no messages any more", null);
    }
    String id = prefix + "-" + ++count;
    RealReceipt receipt = new RealReceipt(id, mayWait);
    OutboxEntry entry = new OutboxEntry(count, wording.apply(id), size, receipt);
    undecided.add(entry);
    arrived.add(entry);
    bytes += size;
    return receipt;
  }

  private boolean fits(long size) {
    return undecided.size() < settings.maxMessages() && bytes + size <= settings.maxBytes();
  }

  private void awaitRoom(long size) {
    boolean blocks = settings.whenFull() == FullPolicy.BLOCK && size <= settings.maxBytes();
    if (!blocks || mustNotBlock.getAsBoolean()) {
      throw full(size, null);
    }
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw full(size, e);
    }
  }

  private StreamException full(long size, @Nullable Throwable cause) {
    String message =
        ("no room for a message of " + size + " bytes: ")
            + (undecided.size() + " messages of " + bytes + " bytes wait, ")
            + ("of at most " + settings.maxMessages() + " and " + settings.maxBytes());
    return new StreamException(StreamException.Reason.OUTBOX_FULL, message, cause);
  }

  /** Returns the messages that came in since the last call, in order. */
  public synchronized Deque<OutboxEntry> takeArrived() {
    Deque<OutboxEntry> taken = arrived;
    arrived = new ArrayDeque<>();
    return taken;
  }

  /** The fate of a message is decided, and in the same moment there is room for others. */
  public synchronized void decide(
      OutboxEntry entry, Receipt.State state, @Nullable StreamException cause) {
    if (undecided.remove(entry)) {
      bytes -= entry.bytes();
      notifyAll();
    }
    entry.receipt().decide(state, cause);
  }

  /** Takes in nothing more. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  public synchronized int size() {
    return undecided.size();
  }

  /** Returns what waits for its fate, in order. */
  public synchronized List<RealReceipt> undecided() {
    List<RealReceipt> receipts = new ArrayList<>();
    undecided.forEach(entry -> receipts.add(entry.receipt()));
    return receipts;
  }
}
