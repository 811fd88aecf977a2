package dev.holdfast.internal.connection;

import dev.holdfast.Receipt;
import dev.holdfast.StreamRequest;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.session.OutboxRoom;
import dev.holdfast.internal.session.RealReceipt;
import dev.holdfast.internal.transport.Poster;
import java.time.Duration;
import okio.ByteString;
import okio.Utf8;

/** What makes a stream a channel: it sends. Safe for use from any thread. */
public final class ChannelSide {
  private final RealSubscription stream;
  private final Environment env;
  private final OutboxRoom room;
  private final Sender sender;

  /**
   * Makes a stream a channel, before it starts.
   *
   * @param prefix of its messages' IDs; unlike any other channel's
   */
  public ChannelSide(
      RealSubscription stream,
      Environment env,
      StreamRequest request,
      TransportOrder order,
      TransportMemory memory,
      Poster poster,
      String prefix) {
    this.stream = stream;
    this.env = env;
    this.room =
        new OutboxRoom(request.sending(), prefix, stream::checkNotInCallback, stream::isInCallback);
    Supervisor supervisor = stream.supervisor();
    Tidings tidings = new Tidings(env.readers);
    this.sender =
        new Sender(supervisor, env, request, order, memory, poster, room, tidings, stream::cancel);
    supervisor.reception().uplink(sender);
  }

  public Receipt text(String text) {
    return sent(room.add(Utf8.size(text), id -> OutgoingMessage.text(id, text)));
  }

  public Receipt json(String json) {
    return sent(room.add(Utf8.size(json), id -> OutgoingMessage.json(id, json)));
  }

  public Receipt bytes(ByteString bytes) {
    return sent(room.add(bytes.size(), id -> OutgoingMessage.binary(id, bytes)));
  }

  private Receipt sent(RealReceipt receipt) {
    stream.supervisor().fromControl(sender::look);
    return receipt;
  }

  public int queued() {
    return room.size();
  }

  /** As {@link dev.holdfast.Channel#flush}. */
  public boolean flush(Duration timeout) throws InterruptedException {
    long end = env.clock.nanoTime() + Nanos.of(timeout);
    boolean all = true;
    for (RealReceipt receipt : room.undecided()) {
      long left = Math.max(0, end - env.clock.nanoTime());
      all &= receipt.await(Duration.ofNanos(left));
    }
    return all;
  }

  /**
   * As {@link dev.holdfast.Subscription#awaitClosed(Duration)}. Those who wait for the end of the
   * stream are told at once; what it means for messages follows.
   */
  public boolean awaitClosed(Duration timeout) throws InterruptedException {
    long end = env.clock.nanoTime() + Nanos.of(timeout);
    return stream.awaitClosed(timeout)
        && flush(Duration.ofNanos(Math.max(0, end - env.clock.nanoTime())));
  }

  /** Takes in nothing more. */
  public void stopAccepting() {
    room.close();
  }

  /** As {@link dev.holdfast.Channel#close(Duration)}. */
  public void drain(Duration time) {
    stopAccepting();
    if (time.isNegative() || time.isZero()) {
      stream.cancel();
    } else {
      stream.supervisor().fromControl(() -> sender.drain(Nanos.of(time)));
    }
  }
}
