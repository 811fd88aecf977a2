package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Payload;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent, and by which way. */
@Timeout(30)
class SendTest extends StreamTest {
  private List<String> texts() {
    return log.sends().messages().stream().map(message -> message.data().text()).toList();
  }

  private static void assertSilentSuccess(Cli.Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void argumentsAreMessages() {
    assertSilentSuccess(Cli.run("send", url(), "hello", "", "two words\nand a line", "ü東🚀"));

    assertThat(texts()).containsExactly("hello", "", "two words\nand a line", "ü東🚀");
    assertThat(log.sends().deliveries()).extracting(SentMessage::by).containsOnly(Served.WEBSOCKET);
  }

  @Test
  void withoutArgumentsTheLinesOfStandardInputAre() {
    assertSilentSuccess(Cli.runFrom("one\r\n\nü\nlast", "send", url()));

    assertThat(texts()).containsExactly("one", "", "ü", "last");
  }

  @Test
  void withArgumentsStandardInputIsNotRead() {
    assertSilentSuccess(Cli.runFrom("not this", "send", url(), "this"));

    assertThat(texts()).containsExactly("this");
  }

  @Test
  void nothingToSendNeedsNoServer() {
    server.stop();

    assertSilentSuccess(Cli.runFrom("", "send", url()));
  }

  @Test
  void aMessageMayLookLikeAnOption() {
    assertSilentSuccess(Cli.run("send", "-t=sse", url(), "--", "-v", "--"));

    assertThat(texts()).containsExactly("-v", "--");
  }

  @Test
  void postsWhereThereIsNoWebSocket() {
    log.faults(Served.WEBSOCKET, request -> Fault.status(404));

    assertSilentSuccess(Cli.run("send", "-H", "X-A: b", url(), "one", "two"));

    assertThat(texts()).containsExactly("one", "two");
    assertThat(log.sends().deliveries()).extracting(SentMessage::by).containsOnly(Served.SEND);
    assertThat(server.requests())
        .filteredOn(request -> request.method().equals("POST"))
        .hasSize(2)
        .allMatch(request -> "b".equals(request.header("X-A")));
  }

  @Test
  void postsToAnotherUrl() {
    try (StreamServer other = StreamServer.builder().start()) {
      other.stream("/inbox");

      assertSilentSuccess(
          Cli.run("send", "-t=sse", "--send-url", other.url("/inbox"), url(), "one"));

      assertThat(other.stream("/inbox").sends().messages()).hasSize(1);
      assertThat(texts()).isEmpty();
    }
  }

  @Test
  void aUrlOfAWebSocketBeginsWithOne() {
    String url = url().toString().replace("http:", "WS:");

    assertSilentSuccess(Cli.run("send", url, "one"));

    assertThat(texts()).containsExactly("one");
    assertThat(server.requests())
        .extracting(request -> request.served())
        .containsOnly(Served.WEBSOCKET);
  }

  @Test
  void rawMessagesAreHandedOff() throws InterruptedException {
    Cli.Result result = Cli.run("send", "-v", "-t=websocket", "--dialect=raw", url(), "one", "two");

    assertThat(result.err()).contains(" sent: 2 messages handed off\n");
    assertThat(result.exitCode()).isZero();
    assertThat(log.sends().awaitMessages(2, SOON))
        .extracting(SentMessage::data)
        .containsExactly(Payload.text("one"), Payload.text("two"));
  }

  @Test
  void rawNeedsNoName() throws InterruptedException {
    log.faults(Served.SSE, request -> Fault.status(426));
    log.faults(Served.LONG_POLL, request -> Fault.status(426));

    assertThat(Cli.run("send", "--dialect=raw", url(), "one").exitCode()).isZero();

    assertThat(log.sends().awaitMessages(1, SOON)).extracting(SentMessage::id).containsNull();
  }

  @Test
  void bytes() {
    assertSilentSuccess(Cli.run("send", "--binary", url(), "a\n", "ü"));
    assertSilentSuccess(Cli.runFrom("a\r\nb\n", "send", "--binary", "-t=sse", url()));

    assertThat(log.sends().messages())
        .extracting(message -> message.data().bytes().utf8())
        .containsExactly("a\n", "ü", "a\r\nb\n");
    assertThat(log.sends().messages()).allMatch(message -> message.data().isBinary());
  }

  @Test
  void whatIsRefusedForNowIsRepeated() {
    log.sends().replies(m -> m.delivery() == 1 ? Reply.nack("busy", true) : Reply.ack());

    assertSilentSuccess(Cli.run("send", "--retry-base=1ms", url(), "one", "two"));

    assertThat(log.sends().messages()).hasSize(2);
    assertThat(log.sends().deliveries()).hasSize(4);
  }
}
