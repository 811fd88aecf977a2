package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.Served;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of messages that did not get there, and the exit status. */
@Timeout(30)
class SendFailureTest extends StreamTest {
  private String line(String text) {
    return "holdfast: " + text + "\n";
  }

  @Test
  void saysHowManyWereRefusedAndWhichWasTheFirst() {
    log.sends()
        .replies(m -> m.data().text().startsWith("bad") ? Reply.nack("no", false) : Reply.ack());

    Cli.Result result = Cli.run("send", url(), "one", "bad 2", "three", "bad 4");

    assertThat(result.err())
        .isEqualTo(
            line(
                "2 of 4 messages were not acknowledged; the first, number 2:"
                    + " REJECTED, the message is not taken: no"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(log.sends().messages()).hasSize(2);
  }

  @Test
  void aPostThatIsNotFound() {
    log.faults(Served.SEND, request -> Fault.status(404));

    Cli.Result result = Cli.run("send", "-t=sse", url(), "one");

    assertThat(result.err())
        .isEqualTo(
            line(
                "the message was not acknowledged: REJECTED, POST refused: HTTP 404 from "
                    + url()));
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void aPostWhoseCredentialsAreRefused() {
    log.faults(Served.SEND, request -> Fault.status(401));

    Cli.Result result = Cli.run("send", "-t=sse", url(), "one");

    assertThat(result.err()).contains("REJECTED, POST refused: HTTP 401 from ");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void credentialsThatTheStreamRefuses() {
    log.faults(request -> Fault.status(401));

    Cli.Result result = Cli.run("send", url(), "one");

    assertThat(result.errLines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("holdfast: the message was not acknowledged: REJECTED, ");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void givesUpOnAServerThatWasNeverThere() {
    server.stop();

    Cli.Result result = Cli.run("send", "--retry-base=1ms", url(), "one", "two");

    assertThat(result.errLines()).hasSize(2);
    assertThat(result.errLines().get(0))
        .startsWith(
            "holdfast: 2 of 2 messages were not acknowledged; the first, number 1:"
                + " REJECTED, gave up after 3 attempts: ");
    assertThat(result.errLines().get(1)).startsWith("holdfast: gave up after 3 attempts: ");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void aBrokenProtocol() {
    log.faults(request -> Fault.rawResponse("nonsense\r\n\r\n"));

    Cli.Result result = Cli.run("send", "--retry-base=1ms", url(), "one");

    assertThat(result.err()).contains("the message was not acknowledged: REJECTED, ");
    assertThat(result.exitCode()).isEqualTo(4);
  }

  @Test
  void aStreamThatEndsBeforeTheAnswer() throws InterruptedException {
    log.sends().replies(message -> Reply.none());
    Cli cli = Cli.start("send", "-t=websocket", url(), "one", "two");
    log.sends().awaitDeliveries(2, SOON);

    log.end();

    Cli.Result result = cli.await();
    assertThat(result.err())
        .isEqualTo(
            line(
                "2 of 2 messages were not acknowledged; the first, number 1:"
                    + " UNKNOWN, the server ended the stream"));
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void theTimeIsUpBeforeTheAnswer() {
    log.sends().replies(message -> Reply.none());

    Cli.Result result = Cli.run("send", "-t=websocket", "--for=1s", url(), "one");

    assertThat(result.err())
        .isEqualTo(line("the message was not acknowledged: UNKNOWN, --for is over"));
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void interruptSaysWhatIsNotAcknowledged() throws InterruptedException {
    log.sends().replies(m -> m.data().text().equals("one") ? Reply.ack() : Reply.none());
    Cli cli = Cli.start("send", "-f", "-o=data", url(), "one", "two", "three");
    log.sends().awaitDeliveries(3, SOON);
    log.publish("after the acknowledgement");
    cli.awaitOut("after the acknowledgement\n");

    Cli.Result result = cli.interrupt().await();

    assertThat(result.err())
        .isEqualTo(
            line(
                "2 of 3 messages were not acknowledged; the first, number 2:"
                    + " UNKNOWN, interrupted"));
    assertThat(result.exitCode()).isEqualTo(130);
  }

  @Test
  void linesThatAreNoTextAreLeftOut() {
    byte[] bytes = "one\nx\nthree\n".getBytes(StandardCharsets.UTF_8);
    bytes[4] = (byte) 0xff;

    Cli.Result result =
        Cli.startFrom(new java.io.ByteArrayInputStream(bytes), "send", url()).await();

    assertThat(result.err())
        .isEqualTo(
            line(
                "1 of 3 messages was not acknowledged; the first, number 2:"
                    + " REJECTED, not UTF-8"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(log.sends().messages()).hasSize(2);
  }

  @Test
  void anInputThatBreaksIsNoEnd() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }
        };

    Cli.Result result = Cli.startFrom(broken, "send", url()).await();

    assertThat(result.err())
        .startsWith(line("cannot read standard input: Input/output error"))
        .contains("standard input was not read to its end");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void aStreamThatEndsBeforeTheInputDoes() throws Exception {
    try (PipedOutputStream typed = new PipedOutputStream()) {
      Cli cli = Cli.startFrom(new PipedInputStream(typed), "send", url());
      typed.write("one\n".getBytes(StandardCharsets.UTF_8));
      typed.flush();
      log.sends().awaitMessages(1, SOON);

      log.end();

      Cli.Result result = cli.await();
      assertThat(result.err())
          .isEqualTo(
              line(
                  "1 message acknowledged; standard input was not read to its end:"
                      + " the server ended the stream"));
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void asJson() {
    log.sends().replies(m -> Reply.nack("no", false));

    List<String> lines = Cli.run("send", "-v", "-o=json", url(), "one").errLines();

    assertThat(lines.get(lines.size() - 2))
        .endsWith(
            "\"kind\":\"sent\",\"reason\":\"NOT_ACKNOWLEDGED\",\"message\":\"the message was not"
                + " acknowledged: REJECTED, the message is not taken: no\",\"messages\":1,"
                + "\"acknowledged\":0,\"handedOff\":0,\"complete\":true,\"first\":1,"
                + "\"firstState\":\"REJECTED\",\"firstReason\":\"MESSAGE_REFUSED\"}");
    assertThat(lines.get(lines.size() - 1))
        .endsWith(
            "\"kind\":\"closed\",\"reason\":\"SENT\",\"message\":\"nothing is left to send\"}");
  }

  @Test
  void quietIsQuiet() {
    log.sends().replies(m -> Reply.nack("no", false));

    Cli.Result result = Cli.run("send", "-q", url(), "one");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(1);
  }
}
