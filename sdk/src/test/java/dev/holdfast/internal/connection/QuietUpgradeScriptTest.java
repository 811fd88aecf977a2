package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.SSE;
import static dev.holdfast.TransportType.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/** A channel's upgrade while nothing happens: the server's own word has to do. */
class QuietUpgradeScriptTest extends StreamScript {
  QuietUpgradeScriptTest() {
    request = StreamRequest.builder("http://simulated/").lastEventId("7").build();
  }

  @Override
  TransportOrder order() {
    return TransportOrder.ofChannel(request);
  }

  private Line receiving(String... ids) {
    start();
    Line sse = transport.last();
    assertThat(sse.type).isEqualTo(SSE);
    sse.opens().brings(ids);
    settle();
    heard.clear();
    return sse;
  }

  private Line socket() {
    assertThat(transport.last().type).isEqualTo(WEBSOCKET);
    return transport.last();
  }

  @Test
  void movesWhenTheServerSaysThatItContinuesFromThePosition() {
    Line sse = receiving();
    assertThat(socket().spec.cursor()).isEqualTo("7");
    socket().opens();
    hears();
    socket().resumes();
    hears("open 2");
    assertThat(sse.cancelled).isTrue();
    socket().brings("8");
    hears("8");
  }

  @Test
  void fromTheAnchorItHasToReplayWhatFollowsThat() {
    Line sse = receiving("8");
    world.run(100);
    assertThat(socket().spec.cursor()).isEqualTo("7");
    socket().opens().resumes();
    hears();
    assertThat(sse.cancelled).isFalse();
    socket().brings("8");
    hears("open 2");
    assertThat(sse.cancelled).isTrue();
  }

  @Test
  void whatTheStreamGotMeanwhileIsReplayedFirst() {
    Line sse = receiving();
    Line socket = socket();
    sse.brings("8", "9");
    socket.opens().resumes();
    hears("8", "9");
    socket.brings("8");
    assertThat(sse.cancelled).isFalse();
    socket.brings("9", "10");
    hears("open 2", "10");
    assertThat(sse.cancelled).isTrue();
  }

  @Test
  void oneThatCouldNameNoPositionGivesWayToOneThatCan() {
    request = StreamRequest.of("http://simulated/");
    Line sse = receiving();
    Line first = socket().opens();
    assertThat(first.spec.cursor()).isNull();
    sse.movesCursor("7");
    assertThat(world.runUntil(() -> transport.last() != first, 40_000)).isTrue();
    assertThat(first.cancelled).isTrue();
    assertThat(socket().spec.cursor()).isEqualTo("7");
    socket().opens().resumes();
    hears("open 3");
    assertThat(sse.cancelled).isTrue();
  }

  @Test
  void thePositionThatTheServerGreetsWithIsNoStepBack() {
    request = StreamRequest.of("http://simulated/");
    Line sse = receiving();
    Line socket = socket();
    assertThat(socket.spec.cursor()).isNull();
    sse.brings("1", "2");
    socket.opens().movesCursor("0").brings("1", "2");
    hears("1", "2", "open 2");
    assertThat(sse.cancelled).isTrue();
    assertThat(stream.lastEventId()).isEqualTo("2");
  }

  @Test
  void oneThatCouldNameNoPositionIsNoHeir() {
    request = StreamRequest.of("http://simulated/");
    Line sse = receiving();
    Line socket = socket().opens();
    sse.brings("1");
    breaks(sse);
    assertThat(socket.cancelled).isTrue();
    Line next = reconnected();
    assertThat(next.spec.cursor()).isEqualTo("1");
    next.opens().brings("2");
    hears("1", "retry 0", "open 3", "2");
  }

  @Test
  void oneThatCanNameNoPositionStaysBesideTheQuietStream() {
    request = StreamRequest.of("http://simulated/");
    Line sse = receiving();
    Line first = socket().opens();
    world.run(600_000);
    assertThat(transport.last()).isSameAs(first);
    assertThat(first.cancelled).isFalse();
    sse.brings("1");
    first.brings("1");
    hears("1", "open 2");
    assertThat(sse.cancelled).isTrue();
  }
}
