package dev.holdfast.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Channel;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.Receipt;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.internal.connection.ChannelSide;
import java.time.Duration;
import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A channel, put together: the stream that it receives, and what it sends. */
final class RealChannel implements Channel {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Subscription stream;
  private final ChannelSide side;

  RealChannel(Subscription stream, ChannelSide side) {
    this.stream = stream;
    this.side = side;
  }

  @Override
  public Receipt send(String text) {
    return side.text(Objects.requireNonNull(text, "text"));
  }

  @Override
  public Receipt send(ByteString bytes) {
    return side.bytes(Objects.requireNonNull(bytes, "bytes"));
  }

  @Override
  public Receipt send(Object message) {
    if (message instanceof String) {
      return send((String) message);
    }
    if (message instanceof ByteString) {
      return send((ByteString) message);
    }
    ObjectMapper own = request().sending().mapper();
    ObjectMapper mapper = own == null ? MAPPER : own;
    try {
      return side.json(mapper.writeValueAsString(Objects.requireNonNull(message, "message")));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not to be written as JSON: " + message.getClass().getName(), e);
    }
  }

  @Override
  public boolean flush(Duration timeout) throws InterruptedException {
    return side.flush(timeout);
  }

  @Override
  public int queued() {
    return side.queued();
  }

  @Override
  public void close(Duration drain) {
    side.drain(drain);
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
  public void pause() {
    stream.pause();
  }

  @Override
  public void resume() {
    stream.resume();
  }

  @Override
  public void cancel() {
    side.stopAccepting();
    stream.cancel();
  }

  @Override
  public void awaitClosed() throws InterruptedException {
    side.awaitClosed(Duration.ofNanos(Long.MAX_VALUE));
  }

  @Override
  public boolean awaitClosed(Duration timeout) throws InterruptedException {
    return side.awaitClosed(timeout);
  }

  @Override
  public String toString() {
    return "Channel{" + state() + ", " + request() + "}";
  }
}
