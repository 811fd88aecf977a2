package dev.holdfast.cli.demo;

import dev.holdfast.ChannelListener;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import org.jspecify.annotations.Nullable;

/** The process of the app, but for its listener: it can be started again. Thread-safe. */
final class App implements AutoCloseable {
  private final StreamRequest request;
  private final Chat chat;
  private volatile boolean toRestart;
  private volatile boolean withChannel;

  // Both guarded by this.
  private @Nullable StreamClient client;
  private boolean closed;

  App(StreamRequest request, Chat chat) {
    this.request = request;
    this.chat = chat;
  }

  /**
   * It is to start again, as soon as its listener has a position to continue from. What it has said
   * it sees out first.
   */
  void askToRestart() throws InterruptedException {
    chat.end();
    withChannel = false;
    toRestart = true;
  }

  /** The same, and to open a channel then. */
  void askToRestartWithChannel() {
    withChannel = true;
    toRestart = true;
  }

  boolean isToRestart() {
    return toRestart;
  }

  /**
   * Starts it, in place of what ran before: a new client, which remembers nothing.
   *
   * @param cursor the position that the app has stored, or null at first
   */
  synchronized void start(@Nullable String cursor, ChannelListener listener) {
    toRestart = false;
    if (client != null) {
      client.close();
    }
    if (closed) {
      return;
    }
    StreamRequest continued = request.newBuilder().lastEventId(cursor).build();
    client = StreamClient.create();
    if (withChannel) {
      chat.start(client.open(continued, listener));
    } else {
      client.subscribe(continued, listener);
    }
  }

  /** Its machine is on another network. */
  synchronized void networkChanged(String network) {
    if (client != null && !closed) {
      client.networkChanged(network);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
    }
  }
}
