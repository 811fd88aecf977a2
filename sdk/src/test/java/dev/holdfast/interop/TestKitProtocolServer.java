package dev.holdfast.interop;

import dev.holdfast.testkit.EmptyAnswer;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Payload;
import dev.holdfast.testkit.Replay;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.StreamServer;
import dev.holdfast.testkit.WebSocketPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The test kit's. */
final class TestKitProtocolServer implements ProtocolServer {
  private final StreamServer server;
  private final EventLog log;
  private int published;

  TestKitProtocolServer(Servers servers) {
    server = servers.opened(StreamServer.builder().start());
    log = server.stream("/events").startFromBeginning();
    log.webSockets().gaps(true).deflate(true);
    log.longPolling().gaps(true).emptyAnswer(EmptyAnswer.EMPTY_LIST);
  }

  @Override
  public String url() {
    return server.url("/events").toString();
  }

  @Override
  public void publish(int count) {
    for (int i = 0; i < count; i++) {
      log.publish("" + ++published);
    }
  }

  @Override
  public void text(String type, String text) {
    log.publish(type, text);
  }

  @Override
  public void json(String type, String source) {
    log.publish(type, Payload.json(source));
  }

  @Override
  public void bytes(String type, byte[] bytes) {
    log.publish(type, Payload.binary(bytes));
  }

  @Override
  public void retain(int events) {
    log.replay(Replay.ring(events));
  }

  @Override
  public void heartbeat(Duration interval) {
    log.heartbeat(interval);
  }

  @Override
  public void answer(Answer answer) {
    Reply reply =
        switch (answer) {
          case ACK -> Reply.ack();
          case NONE -> Reply.none();
          case NACK_RETRY -> Reply.nack("as told", true);
          case NACK_FINAL -> Reply.nack("as told", false);
        };
    log.sends().replies(message -> reply);
  }

  @Override
  public void close(int code, String reason) {
    for (WebSocketPeer peer : log.webSockets().peers()) {
      if (peer.isOpen()) {
        peer.close(code, reason);
      }
    }
  }

  @Override
  public void cut() {
    server.resetConnections();
  }

  @Override
  public void forget() {
    log.replay(Replay.liveOnly());
    server.resetConnections();
  }

  @Override
  public void end() {
    log.end();
  }

  @Override
  public List<String> messages() {
    return log.sends().messages().stream()
        .map(
            message -> {
              String type = message.type() == null ? "message" : message.type();
              return message.id() + " " + type + " " + message.data().text();
            })
        .toList();
  }

  @Override
  public List<String> finished() {
    List<String> all = new ArrayList<>();
    log.webSockets().peers().forEach(peer -> all.addAll(peer.ackedCursors()));
    return all;
  }
}
