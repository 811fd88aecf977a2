package dev.holdfast.sample;

import dev.holdfast.Channel;
import dev.holdfast.ChannelListener;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.CursorSaving;
import dev.holdfast.CursorStore;
import dev.holdfast.DeliverySettings;
import dev.holdfast.Gap;
import dev.holdfast.OverflowPolicy;
import dev.holdfast.SendSettings;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The stream, and what the screen shows of it. It outlives every activity, and a pause. Main thread
 * only; nothing here waits for a network or a disk.
 */
final class Room implements ChannelListener {
  private final StreamClient client;
  private final Executor main;
  private final CursorStore store;
  private final Runnable saveSoon;
  private final Runnable onNotSaved;
  private final Runnable onChange;

  final Timeline timeline = new Timeline();
  final Readings readings = new Readings();
  private final Outgoing outgoing;

  private String address = "";
  private @Nullable Channel channel;

  /** The position of the last process, until the channel's own is loaded. */
  private @Nullable String inherited;

  private boolean running;
  private @Nullable TransportType transport;

  /**
   * Creates a room without a stream.
   *
   * @param client the app's
   * @param main runs tasks on the main thread
   * @param store where its position is kept
   * @param saveSoon asks for {@link #saved} to be kept
   * @param onNotSaved told when the position could not be kept
   * @param onChange told when there is something new to show
   */
  Room(
      StreamClient client,
      Executor main,
      CursorStore store,
      Runnable saveSoon,
      Runnable onNotSaved,
      Runnable onChange) {
    this.client = client;
    this.main = main;
    this.store = store;
    this.saveSoon = saveSoon;
    this.onNotSaved = onNotSaved;
    this.onChange = onChange;
    this.outgoing = new Outgoing(timeline, main, System::currentTimeMillis, this::changedForGood);
  }

  /** Goes on where the last process was; or begins, if that was elsewhere. */
  void enter(String newAddress, @Nullable SavedRoom saved) {
    List<Row> undecided = outgoing.undecided(address.isEmpty());
    leave();
    address = newAddress;
    timeline.clear();
    readings.clear();
    inherited = null;
    if (saved != null && saved.stream.equals(address)) {
      inherited = saved.position;
      saved.rows.forEach(outgoing::restore);
    }
    undecided.forEach(timeline::add);
    if (running) {
      resume();
    }
    onChange.run();
  }

  /** Connects, from where it was. */
  void resume() {
    running = true;
    if (channel != null && channel.state() == ConnectionState.CLOSED) {
      String last = channel.lastEventId();
      inherited = last == null ? inherited : last;
      leave(); // By the server, or by an error: try anew.
    }
    if (channel != null) {
      channel.resume();
    } else if (!address.isEmpty()) {
      channel = client.open(request(), this);
      outgoing.open(channel);
    }
    onChange.run();
  }

  private StreamRequest request() {
    return StreamRequest.builder(address)
        .cursorStore(store, address, CursorSaving.every(Duration.ofSeconds(5)))
        .delivery(DeliverySettings.on(main).overflow(OverflowPolicy.conflate(Readings::key)))
        .sending(SendSettings.builder().maxMessages(Outgoing.MAX_UNDECIDED).build())
        .maxEventBytes(1 << 20)
        .build();
  }

  /** Closes the connection, and keeps all else. */
  void pause() {
    running = false;
    if (channel != null) {
      channel.pause();
      saveSoon.run();
    }
    onChange.run();
  }

  /** Closes the stream. */
  void leave() {
    if (channel != null) {
      outgoing.close();
      channel.cancel();
      channel = null;
    }
    transport = null;
  }

  /** The network may be better than the stream thinks. */
  void reconnectNow() {
    if (channel != null) {
      channel.reconnectNow();
    }
  }

  /** Returns whether the message is on its way; if not, there are too many already. */
  boolean send(String text) {
    return outgoing.send(text);
  }

  /** Sends a message again whose fate is in doubt; returns false if there are too many already. */
  boolean sendAgain(long number) {
    return outgoing.sendAgain(number);
  }

  /** Looks how far messages are. */
  void refresh() {
    outgoing.refresh();
  }

  String address() {
    return address;
  }

  /** Returns the state; null while it is paused. */
  @Nullable ConnectionState state() {
    if (!running) {
      return null;
    }
    return channel == null ? ConnectionState.IDLE : channel.state();
  }

  @Nullable TransportType transport() {
    return state() == ConnectionState.OPEN ? transport : null;
  }

  /** Returns what the stream has tried, for bug reports. */
  String diagnostics() {
    return channel == null ? "no stream" : channel.diagnostics().toString();
  }

  /** Returns what was shown, and the position behind it. */
  SavedRoom saved() {
    outgoing.refresh(); // A message that has gone out must not be sent again by the next process.
    String position = channel == null ? null : channel.lastEventId();
    return new SavedRoom(address, position == null ? inherited : position, timeline.rows());
  }

  @Override
  public void onEvent(StreamEvent event) {
    if (Readings.key(event) != null) {
      readings.add(event);
    } else if (!outgoing.isEcho(event.data())) {
      timeline.add(Row.event(event.type(), event.data(), System.currentTimeMillis()));
    }
    onChange.run();
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    inherited = null; // The stream has loaded it, or was told better.
    transport = connection.transport();
    onChange.run();
  }

  /** The stream goes on, and tries it again. */
  @Override
  public void onCursorNotSaved(StreamException cause) {
    onNotSaved.run();
  }

  @Override
  public void onGap(Gap gap) {
    boolean proven = gap.certainty() == Gap.Certainty.PROVEN;
    add(proven ? Row.Kind.GAP : Row.Kind.POSSIBLE_GAP, "");
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
    onChange.run();
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    add(Row.Kind.NOTE, cause == null ? "" : String.valueOf(cause.getMessage()));
  }

  private void add(Row.Kind kind, String text) {
    timeline.add(Row.of(kind, text, System.currentTimeMillis()));
    onChange.run();
  }

  private void changedForGood() {
    saveSoon.run();
    onChange.run();
  }
}
