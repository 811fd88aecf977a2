package dev.holdfast.cli.demo;

import dev.holdfast.StreamClient;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import org.jspecify.annotations.Nullable;

/** The process of the app, but for its listener: it can be started again. Thread-safe. */
final class App implements AutoCloseable {
  private final StreamRequest request;
  private volatile boolean toRestart;

  // Both guarded by this.
  private @Nullable StreamClient client;
  private boolean closed;

  App(StreamRequest request) {
    this.request = request;
  }

  /** It is to start again, as soon as its listener has a position to continue from. */
  void askToRestart() {
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
  synchronized void start(@Nullable String cursor, StreamListener listener) {
    toRestart = false;
    if (client != null) {
      client.close();
    }
    if (!closed) {
      client = StreamClient.create();
      client.subscribe(request.newBuilder().lastEventId(cursor).build(), listener);
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
