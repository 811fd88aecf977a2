package dev.holdfast.cli;

import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.StreamClient;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast tail URL}. */
@Command(
    name = TailCommand.NAME,
    sortOptions = false,
    customSynopsis = "holdfast [tail] [OPTIONS] URL",
    description = "Print the events of a stream, and keep it flowing.",
    parameterListHeading = "%n",
    footer = {"", "Exit status, and examples: holdfast --help"})
final class TailCommand implements Callable<Integer> {
  static final String NAME = "tail";

  @Parameters(arity = "0..*", paramLabel = "URL", description = "Where the stream is.")
  private List<String> urls = new ArrayList<>();

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

  TailCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StreamRequest streamRequest =
        transport
            .applyTo(request.build(transport.httpUrl(url()), retry.backoff()))
            .newBuilder()
            .listenerFailures(ListenerFailurePolicy.close())
            .build();
    Status status = output.status(terminal);
    streamRequest = streamRequest.newBuilder().credentials(connection.credentials()).build();
    OkHttpClient http = connection.client();
    if (connection.hasBearerFile() && request.hasAuthorization()) {
      throw new UsageException("--bearer-file and -H Authorization contradict each other");
    }
    Path cursorFile = request.cursorFile();
    CursorFile cursor = cursorFile == null ? null : CursorFile.open(cursorFile);
    if (cursor != null && !request.hasLastEventId()) {
      streamRequest = streamRequest.newBuilder().lastEventId(cursor.initial()).build();
    }
    warn(status);
    return new Tail(streamRequest, output, terminal, status, cursor)
        .run(StreamClient.builder().okHttpClient(http).build());
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

  private String url() {
    List<String> left = new ArrayList<>(urls);
    if (!left.isEmpty() && left.get(0).equals(NAME)) {
      left.remove(0); // It came after options: holdfast -v tail URL.
    }
    if (left.size() != 1) {
      throw new UsageException(
          left.isEmpty()
              ? "no URL (holdfast --help shows what to write)"
              : "one URL expected, but there are " + left.size() + " arguments");
    }
    return left.get(0);
  }
}
