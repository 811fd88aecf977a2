package dev.holdfast.internal;

import dev.holdfast.Channel;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A channel, put together: the stream that it receives. */
final class RealChannel implements Channel {
  private final Subscription stream;

  RealChannel(Subscription stream) {
    this.stream = stream;
  }

  @Override
  public StreamRequest request() {
    return stream.request();
  }

  @Override
  public ConnectionState state() {
    return stream.state();
  }

  @Override
  public @Nullable String lastEventId() {
    return stream.lastEventId();
  }

  @Override
  public @Nullable StreamException closeCause() {
    return stream.closeCause();
  }

  @Override
  public Diagnostics diagnostics() {
    return stream.diagnostics();
  }

  @Override
  public void reconnectNow() {
    stream.reconnectNow();
  }

  @Override
  public void cancel() {
    stream.cancel();
  }

  @Override
  public void awaitClosed() throws InterruptedException {
    stream.awaitClosed();
  }

  @Override
  public boolean awaitClosed(Duration timeout) throws InterruptedException {
    return stream.awaitClosed(timeout);
  }

  @Override
  public String toString() {
    return "Channel{" + state() + ", " + request() + "}";
  }
}
