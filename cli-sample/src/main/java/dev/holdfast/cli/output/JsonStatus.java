package dev.holdfast.cli.output;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One JSON object for each thing that happens, and nothing else; scripts depend on its keys. */
public final class JsonStatus implements Status {
  /** RFC 3339, always in milliseconds, so that the text sorts by time. */
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final PrintStream err;
  private final Clock clock;
  private boolean everOpen;

  /** Creates a status that reads the time from the clock. */
  public JsonStatus(PrintStream err, Clock clock) {
    this.err = err;
    this.clock = clock;
  }

  @Override
  public void opened(ConnectionInfo connection) {
    say(
        "open",
        everOpen ? "RECONNECTED" : "CONNECTED",
        json -> {
          json.writeStringField("transport", connection.transport().label());
          json.writeStringField("protocol", connection.protocol().toString());
          json.writeNumberField("status", connection.statusCode());
          json.writeNumberField("attempt", connection.attempt());
        });
    everOpen = true;
  }

  @Override
  public void handedOver(TransportType from, ConnectionInfo to) {
    say(
        "handover",
        from == to.transport() ? "RECONNECTED" : "SWITCHED",
        json -> {
          json.writeStringField("from", from.label());
          json.writeStringField("to", to.transport().label());
          json.writeNumberField("attempt", to.attempt());
        });
  }

  /** Of what may follow, only a fallback is not told otherwise. */
  @Override
  public void attemptEnded(AttemptReport report) {
    TransportType to = report.nextTransport();
    StreamException cause = report.cause();
    if (!AttemptWords.isFallback(report) || to == null || cause == null) {
      return;
    }
    say(
        "fallback",
        cause.reason().name(),
        json -> {
          json.writeStringField("from", report.transport().label());
          json.writeStringField("to", to.label());
          json.writeStringField("verdict", String.valueOf(report.verdict()));
          json.writeStringField("message", cause.getMessage());
          if (report.statusCode() != 0) {
            json.writeNumberField("status", report.statusCode());
          }
          json.writeNumberField("attempt", report.attempt());
        });
  }

  @Override
  public void retrying(RetryInfo retry) {
    say(
        "retry",
        retry.cause().reason().name(),
        json -> {
          json.writeStringField("message", retry.cause().getMessage());
          if (retry.cause().statusCode() != 0) {
            json.writeNumberField("status", retry.cause().statusCode());
          }
          json.writeNumberField("failures", retry.failures());
          json.writeNumberField("delayMillis", retry.delay().toMillis());
        });
  }

  @Override
  public void gap(Gap gap) {
    say(
        "gap",
        gap.reason().name(),
        json -> {
          json.writeStringField("certainty", gap.certainty().name());
          json.writeStringField("from", gap.from());
          json.writeStringField("to", gap.to());
        });
  }

  @Override
  public void warning(String message) {
    say("warning", "WARNING", json -> json.writeStringField("message", message));
  }

  @Override
  public void sent(SendReport report, Closing closing) {
    say(
        "sent",
        SendWords.isFailure(report, closing) ? "NOT_ACKNOWLEDGED" : "ACKNOWLEDGED",
        json -> {
          json.writeStringField("message", SendWords.report(report, closing));
          json.writeNumberField("messages", report.messages());
          json.writeNumberField("acknowledged", report.acknowledged());
          json.writeNumberField("handedOff", report.handedOff());
          json.writeBooleanField("complete", report.isAllRead());
          SendReport.Failure first = report.first();
          if (first != null) {
            json.writeNumberField("first", first.number());
            json.writeStringField("firstState", first.state());
            json.writeStringField("firstReason", first.reason());
          }
        });
  }

  @Override
  public void closed(Closing closing) {
    say("closed", closing.reason(), json -> json.writeStringField("message", closing.message()));
  }

  private void say(String kind, String reason, Json.Fields more) {
    err.print(
        Json.line(
            json -> {
              json.writeStringField("at", RFC_3339.format(Instant.now(clock)));
              json.writeStringField("kind", kind);
              json.writeStringField("reason", reason);
              more.writeTo(json);
            }));
    err.flush();
  }
}
