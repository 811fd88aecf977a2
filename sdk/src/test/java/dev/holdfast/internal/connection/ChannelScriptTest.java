package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static dev.holdfast.TransportType.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/**
 * A channel's upgrade to WebSocket: beside what receives, and again after it was blocked or lost.
 */
class ChannelScriptTest extends StreamScript {
  private static final int MINUTE = 60_000;

  ChannelScriptTest() {
    request = StreamRequest.of("http://simulated/");
  }

  @Override
  TransportOrder order() {
    return TransportOrder.ofChannel(request);
  }

  /** Accepted by event stream, with two events; a WebSocket is being opened beside it. */
  private Line receiving() {
    start();
    Line sse = transport.last();
    assertThat(sse.type).isEqualTo(SSE);
    sse.opens().brings("1", "2");
    settle();
    heard.clear();
    return sse;
  }

  private Line nextSocket(int withinMillis) {
    int before = sockets();
    assertThat(world.runUntil(() -> sockets() > before, withinMillis)).isTrue();
    return lastSocket();
  }

  private Line lastSocket() {
    Line last = null;
    for (Line line : transport.lines) {
      last = line.type == WEBSOCKET ? line : last;
    }
    assertThat(last).isNotNull();
    return last;
  }

  private int sockets() {
    return (int) transport.lines.stream().filter(line -> line.type == WEBSOCKET).count();
  }

  private TransportType goesBy() {
    return stream.diagnostics().transport();
  }

  private Line upgraded(Line socket) {
    socket.opens().brings("2");
    settle();
    assertThat(goesBy()).isEqualTo(WEBSOCKET);
    heard.clear();
    return socket;
  }

  @Test
  void opensAWebSocketBesideWhatReceivesAndMovesWhenItIsSynced() {
    Line sse = receiving();
    Line socket = lastSocket();
    assertThat(socket.spec.cursor()).as("the anchor").isEqualTo("1");
    sse.brings("3");
    hears("3");
    socket.opens().brings("2", "3");
    hears("open 2");
    assertThat(sse.cancelled).isTrue();
    socket.brings("4");
    hears("4");
  }

  @Test
  void oneThatIsRefusedIsTriedAgainAfterFiveMinutes() {
    Line sse = receiving();
    lastSocket().refuses(404);
    settle();
    world.run(4 * MINUTE + 50_000);
    assertThat(sockets()).isEqualTo(1);
    nextSocket(MINUTE);
    assertThat(sse.cancelled).isFalse();
    hears();
  }

  @Test
  void oneThatDiesBeforeItBringsAnythingIsTriedLessAndLessOften() {
    receiving();
    long first = world.millis();
    lastSocket().opensSilently();
    breaks(lastSocket());
    long second = nextSocketAt(3_000) - first;
    breaks(lastSocket().opensSilently());
    long third = nextSocketAt(6_000) - first - second;
    assertThat(second).isBetween(2_000L, 2_300L);
    assertThat(third).isBetween(4_000L, 4_500L);
    breaks(lastSocket().opensSilently());
    world.run(4 * MINUTE + 50_000);
    assertThat(sockets()).as("that is no accident").isEqualTo(3);
    nextSocket(MINUTE);
    hears();
  }

  private long nextSocketAt(int withinMillis) {
    nextSocket(withinMillis);
    return world.millis();
  }

  @Test
  void whenItsWebSocketIsLostItReceivesByEventStreamAndUpgradesAgain() {
    receiving();
    Line socket = upgraded(lastSocket());
    world.run(MINUTE);
    socket.brings("3");
    hears("3");
    breaks(socket);
    Line sse = reconnected();
    assertThat(sse.type).isEqualTo(SSE);
    assertThat(sse.spec.cursor()).isEqualTo("3");
    sse.opens().brings("4");
    hears("retry 0", "open 3", "4");
    Line again = nextSocket(3_000);
    again.opens().brings("4", "5");
    hears("open 4", "5");
    assertThat(sse.cancelled).isTrue();
  }

  @Test
  void webSocketsThatDieYoungAreBlockedSoonThoughTheyBringEvents() {
    receiving();
    upgraded(lastSocket());
    for (int i = 3; i < 6; i++) {
      breaks(lastSocket());
      Line sse = reconnected();
      assertThat(sse.type).isEqualTo(SSE);
      sse.opens().brings("" + i);
      settle();
      if (i < 5) {
        nextSocket(20_000).opens().brings("" + (i - 1), "" + i);
        settle();
        assertThat(goesBy()).isEqualTo(WEBSOCKET);
      }
    }
    int tried = sockets();
    world.run(4 * MINUTE + 50_000);
    assertThat(sockets()).isEqualTo(tried);
    nextSocket(MINUTE);
  }

  @Test
  void whereOnlyWebSocketWorksItStaysWithIt() {
    start();
    transport.last().refuses(404);
    settle();
    assertThat(transport.last().type).isEqualTo(LONG_POLL);
    transport.last().refuses(404);
    settle();
    Line socket = transport.last();
    assertThat(socket.type).isEqualTo(WEBSOCKET);
    socket.opens().brings("1");
    hears("open 3", "1");
    breaks(socket);
    assertThat(reconnected().type).isEqualTo(WEBSOCKET);
  }

  @Test
  void whereNothingWorksItSaysWhatEachTransportSaid() {
    start();
    for (int i = 0; i < 3; i++) {
      transport.last().refuses(404);
      settle();
    }
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(stream.closeCause().reason()).isEqualTo(Reason.NO_TRANSPORT);
    assertThat(stream.closeCause()).hasMessageContaining("websocket: ");
  }

  @Test
  void aServerThatEndsTheStreamByWebSocketEndsIt() {
    receiving();
    Line socket = upgraded(lastSocket());
    socket.ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 0);
    socket.cancelled = true;
    hears("closed ");
  }

  @Test
  void onAnotherNetworkItIsTriedAtOnce() {
    Line sse = receiving();
    lastSocket().ends(Verdict.MUTED, Reason.MUTED, 0);
    lastSocket().cancelled = true;
    settle();
    world.run(MINUTE);
    assertThat(sockets()).isEqualTo(1);
    memory.network("home");
    stream.networkChanged();
    settle();
    Line moved = transport.last();
    assertThat(moved.type).isEqualTo(SSE);
    moved.opens().brings("2");
    settle();
    assertThat(sse.cancelled).isTrue();
    assertThat(sockets()).isEqualTo(2);
  }

  @Test
  void aQuietWebSocketOfADialectWithoutHelloMayStayBesideWhatReceives() {
    Line sse = receiving();
    Line socket = lastSocket().opensSilently();
    world.run(MINUTE);
    assertThat(socket.cancelled).isFalse();
    sse.brings("3");
    hears("3");
    socket.provesItself().brings("3");
    settle();
    sse.brings("4");
    socket.brings("4");
    world.run(300);
    assertThat(sse.cancelled || goesBy() == SSE).isTrue();
  }

  @Test
  void polledStreamsLookForEventStreamsAndWebSocketsInTurn() {
    start();
    transport.last().refuses(406);
    settle();
    Line poll = transport.last().opens().brings("1", "2");
    settle();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    lastSocket().refuses(404);
    settle();
    int tried = transport.lines.size();
    assertThat(world.runUntil(() -> transport.lines.size() > tried, 6 * MINUTE)).isTrue();
    Line next = transport.last();
    next.refuses(404);
    settle();
    int triedThen = transport.lines.size();
    assertThat(world.runUntil(() -> transport.lines.size() > triedThen, 6 * MINUTE)).isTrue();
    assertThat(next.type).isNotEqualTo(transport.last().type);
  }

  @Test
  void oneThatTakesOverBeforeAnythingElseWasProvenIsLeftWhenItIsLost() {
    start();
    Line sse = transport.last().opensSilently();
    settle();
    Line socket = lastSocket();
    breaks(sse);
    socket.opens();
    settle();
    assertThat(goesBy()).isEqualTo(WEBSOCKET);
    breaks(socket);
    assertThat(reconnected().type).isEqualTo(SSE);
  }

  @Test
  void aListenerThatCannotFollowSaysNothingOfTheWay() {
    receiving();
    upgraded(lastSocket());
    for (int i = 3; i < 7; i++) {
      Line socket = lastSocket();
      socket.ends(Verdict.LOST, Reason.LISTENER_BEHIND, 0);
      socket.cancelled = true;
      settle();
      reconnected().opens().brings("" + i);
      settle();
      nextSocket(5 * MINUTE).opens().brings("" + (i - 1), "" + i);
      settle();
    }
    assertThat(memory.isAvoided(request, WEBSOCKET)).isFalse();
  }

  @Test
  void aCandidateThatMadeRoomIsSoonThereAgain() {
    receiving();
    Line socket = lastSocket().opensSilently();
    world.run(20_000);
    stream.verify();
    settle();
    assertThat(socket.cancelled).isTrue();
    transport.last().opens().brings("2");
    world.run(300);
    nextSocket(40_000);
  }
}
