package dev.holdfast.cli.options;

import dev.holdfast.SendSettings;
import dev.holdfast.StreamRequest;
import dev.holdfast.cli.input.Messages;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to send, and what to do then. */
public final class SendOptions {
  @Option(
      names = {"-f", "--follow"},
      description =
          "Print the stream's events, too, and go on with that when all is sent: until the stream"
              + " ends, or a limit is reached.")
  private boolean follow;

  @Option(
      names = "--binary",
      description =
          "Send bytes rather than text: each argument's, or all of standard input as one message.")
  private boolean binary;

  @Option(
      names = "--send-url",
      paramLabel = "URL",
      description = "Where there is no WebSocket, POST here rather than to the stream's own URL.")
  private @Nullable String sendUrl;

  /** Returns whether events are printed. */
  public boolean follow() {
    return follow;
  }

  /** Returns the request with a channel's settings: a full outbox holds up standard input. */
  public StreamRequest applyTo(StreamRequest request) {
    SendSettings.Builder sending = SendSettings.builder().whenFull(SendSettings.FullPolicy.BLOCK);
    if (sendUrl != null) {
      try {
        sending.url(sendUrl);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--send-url: " + e.getMessage());
      }
      Urls.checkNoUser("--send-url: ", sendUrl);
    }
    return request.newBuilder().sending(sending.build()).build();
  }

  /** Returns what to send. */
  public Messages messages(List<String> arguments, InputStream in) {
    int mostBytes = (int) SendSettings.DEFAULT.maxBytes();
    if (!arguments.isEmpty()) {
      return binary ? Messages.ofBytes(arguments) : Messages.ofTexts(arguments);
    }
    return binary ? Messages.ofWhole(in, mostBytes) : Messages.ofLines(in, mostBytes);
  }
}
