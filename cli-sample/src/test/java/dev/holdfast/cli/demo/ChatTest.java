package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.Sends;
import dev.holdfast.testkit.StreamServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The chat counts what the server has, not what it should have. */
@Timeout(30)
class ChatTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/chat");
  private final Sends sends = log.sends();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Chat chat =
      new Chat(log, new Narrator(Terminal.plain(OutputStream.nullOutputStream(), err)));
  private final StreamClient client = StreamClient.create();

  @AfterEach
  void close() {
    chat.close();
    client.close();
    server.close();
  }

  private void start() {
    StreamRequest request =
        StreamRequest.builder(server.url("/chat")).transports(TransportType.WEBSOCKET).build();
    chat.start(client.open(request, event -> {}));
  }

  private Chat.Audit end() throws InterruptedException {
    chat.end();
    return chat.audit();
  }

  @Test
  void withoutAChannelThereIsNothingToCount() throws InterruptedException {
    assertThat(end()).isNull();
  }

  @Test
  void cleanIfEachMessageIsThereOnce() throws InterruptedException {
    start();
    sends.awaitMessages(3, SOON);

    Chat.Audit audit = end();

    assertThat(audit.isClean()).isTrue();
    assertThat(audit.toString())
        .matches("messages sent (\\d+), acknowledged \\1, accepted \\1, lost 0, duplicated 0");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("      ✓ message 1 ACKNOWLEDGED by WebSocket\n");
  }

  @Test
  void aMessageThatIsRefusedIsNotAcknowledged() throws InterruptedException {
    sends.replies(m -> m.data().text().endsWith(" 2") ? Reply.nack("no", false) : Reply.ack());
    start();
    sends.awaitMessages(3, SOON);

    Chat.Audit audit = end();

    assertThat(audit.isClean()).isFalse();
    assertThat(audit.lost()).isEqualTo(1);
    assertThat(audit.acknowledged()).isEqualTo(audit.sent() - 1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("✗ message 2 REJECTED: ");
  }

  @Test
  void whatCountsIsNotTheAcknowledgementAlone() {
    assertThat(new Chat.Audit(3, 3, 3, 0, 0, true).isClean()).isTrue();
    assertThat(new Chat.Audit(3, 2, 3, 0, 0, true).isClean()).isFalse();
    assertThat(new Chat.Audit(3, 3, 2, 1, 0, true).isClean()).isFalse();
    assertThat(new Chat.Audit(3, 3, 4, 0, 1, true).isClean()).isFalse();
    assertThat(new Chat.Audit(3, 3, 3, 0, 0, false).isClean()).isFalse();
    assertThat(new Chat.Audit(0, 0, 0, 0, 0, true).isClean()).isFalse();
  }
}
