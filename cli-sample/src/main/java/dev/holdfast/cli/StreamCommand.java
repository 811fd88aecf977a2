package dev.holdfast.cli;

import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamRequest;
import dev.holdfast.cli.cursor.CursorFile;
import dev.holdfast.cli.options.ConnectionOptions;
import dev.holdfast.cli.options.OutputOptions;
import dev.holdfast.cli.options.RequestOptions;
import dev.holdfast.cli.options.RetryOptions;
import dev.holdfast.cli.options.TransportOptions;
import dev.holdfast.cli.options.UsageException;
import dev.holdfast.cli.output.Status;
import dev.holdfast.cli.output.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command on one stream: the options that all of them have. */
abstract class StreamCommand implements Callable<Integer> {
  @Mixin(name = "What to print:")
  private OutputOptions output = new OutputOptions();

  @Mixin(name = "What to ask for:")
  private RequestOptions request = new RequestOptions();

  @Mixin(name = "How to carry the events:")
  private TransportOptions transport = new TransportOptions();

  @Mixin(name = "How to connect:")
  private ConnectionOptions connection = new ConnectionOptions();

  @Mixin(name = "When to connect again:")
  private RetryOptions retry = new RetryOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  private final Terminal terminal;

  StreamCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  final Terminal terminal() {
    return terminal;
  }

  final OutputOptions output() {
    return output;
  }

  /** Whether the command line says where the position is kept. */
  final boolean hasCursorFile() {
    return request.cursorFile() != null;
  }

  /**
   * Returns what the command line says of the stream, or names what cannot be carried out.
   *
   * @param url where it is
   * @param channel whether it sends, too
   * @param more what else the request has
   * @param wanted which events to print; null for none
   */
  final StreamSetup setup(
      String url,
      boolean channel,
      UnaryOperator<StreamRequest> more,
      @Nullable Predicate<StreamEvent> wanted) {
    StreamRequest asked =
        request.build(transport.httpUrl(url, channel && request.isGet()), retry.backoff());
    StreamRequest streamRequest =
        more.apply(transport.applyTo(asked, channel))
            .newBuilder()
            .listenerFailures(ListenerFailurePolicy.close())
            .credentials(connection.credentials())
            .build();
    Status status = output.status(terminal, wanted != null);
    OkHttpClient http = connection.client();
    if (connection.hasBearerFile() && request.hasAuthorization()) {
      throw new UsageException("--bearer-file and -H Authorization contradict each other");
    }
    Path cursorFile = request.cursorFile();
    CursorFile cursor = cursorFile == null ? null : CursorFile.open(cursorFile, status::warning);
    if (cursor != null) {
      streamRequest = cursor.keep(streamRequest, request.hasLastEventId());
    }
    warn(status);
    StreamClient client = StreamClient.builder().okHttpClient(http).build();
    return new StreamSetup(client, streamRequest, output, wanted, terminal, status, cursor);
  }

  private void warn(Status status) {
    if (request.hasAuthorization()) {
      status.warning(
          "other users of this machine can see the Authorization on the command line;"
              + " --bearer-file keeps a token off it");
    }
    if (connection.insecure()) {
      status.warning("--insecure: certificates are not checked, anybody may listen in");
    }
  }
}
