package dev.holdfast.cli.options;

import dev.holdfast.Backoff;
import dev.holdfast.ResumeCheck;
import dev.holdfast.StreamRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to ask the server for. */
public final class RequestOptions {
  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "Send this header with every request; repeatable.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-X", "--request"},
      paramLabel = "METHOD",
      description = "Use this HTTP method instead of GET.")
  private @Nullable String method;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "BODY",
      description =
          "Send this body, by POST unless -X says otherwise, with every request. It goes as"
              + " application/json if it is JSON, else as text/plain, unless -H says otherwise.")
  private @Nullable String data;

  @Option(names = "--last-event-id", paramLabel = "ID", description = "Continue after this event.")
  private @Nullable String lastEventId;

  @Option(
      names = "--cursor-file",
      paramLabel = "FILE",
      description =
          "Continue after the event ID in this file, and keep in it the ID of the last event that"
              + " was printed. --last-event-id wins over what is in it.")
  private @Nullable Path cursorFile;

  @Option(
      names = "--resume-check",
      paramLabel = "HOW",
      converter = ResumeChecks.class,
      description =
          "After a reconnect: last-id asks for what follows the last event (the default);"
              + " anchored asks for one more, which shows whether the server resumes at all.")
  private ResumeCheck resumeCheck = ResumeCheck.LAST_ID;

  @Option(
      names = "--max-event-size",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description =
          "Most bytes in a line, in an event's data, or in a poll's answer: 64k, 16m (the"
              + " default).")
  private @Nullable Long maxEventSize;

  /** Returns whether the command line has credentials, which other users of the machine can see. */
  public boolean hasAuthorization() {
    return headers.stream()
        .map(HeaderArgument::parse)
        .anyMatch(header -> header.name().equalsIgnoreCase("Authorization"));
  }

  /** Returns where the position is kept between runs, or null for nowhere. */
  public @Nullable Path cursorFile() {
    return cursorFile;
  }

  /** Returns whether the command line says where to continue. */
  public boolean hasLastEventId() {
    return lastEventId != null;
  }

  /** Returns whether it is the request of a plain GET, which other transports can repeat. */
  public boolean isGet() {
    return method == null ? data == null : method.equals("GET");
  }

  /** Returns the request to the URL that these options describe, or names the bad value. */
  public StreamRequest build(String url, Backoff backoff) {
    Urls.checkNoUser("", url);
    StreamRequest.Builder request = checked("", () -> StreamRequest.builder(url)).backoff(backoff);
    boolean typed = false;
    for (String argument : headers) {
      HeaderArgument header = HeaderArgument.parse(argument);
      checked("-H: ", () -> request.addHeader(header.name(), header.value()));
      typed |= header.name().equalsIgnoreCase("Content-Type");
    }
    String verb = method == null ? (data == null ? "GET" : "POST") : method;
    ByteString body = data == null ? emptyBody(verb) : ByteString.encodeUtf8(data);
    String type = data == null || typed ? null : Body.mediaType(data);
    checked(method == null ? "" : "-X: ", () -> request.method(verb, body, type));
    checked("--last-event-id: ", () -> request.lastEventId(lastEventId));
    if (maxEventSize != null) {
      request.maxEventBytes(Objects.requireNonNull(maxEventSize));
    }
    return request.resumeCheck(resumeCheck).build();
  }

  /** A method that is there for its content sends that it has none (RFC 9110 §8.6). */
  private static @Nullable ByteString emptyBody(String method) {
    return switch (method) {
      case "POST", "PUT", "PATCH", "PROPPATCH", "QUERY", "REPORT" -> ByteString.EMPTY;
      default -> null;
    };
  }

  private static StreamRequest.Builder checked(String option, Setting setting) {
    try {
      return setting.apply();
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + e.getMessage());
    }
  }

  /** A setting of the SDK's builder, which fails on a value that cannot work. */
  private interface Setting {
    StreamRequest.Builder apply();
  }
}
