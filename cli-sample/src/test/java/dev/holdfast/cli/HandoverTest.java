package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.cli.options.OutputOptions;
import dev.holdfast.cli.output.Status;
import dev.holdfast.cli.output.Terminal;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** A connection that replaces an open one is told apart from one after an outage. */
class HandoverTest {
  private final List<String> told = new ArrayList<>();
  private final Status status =
      new Status() {
        @Override
        public void opened(ConnectionInfo connection) {
          told.add("open " + connection.transport());
        }

        @Override
        public void handedOver(TransportType from, ConnectionInfo to) {
          told.add(from + " to " + to.transport());
        }
      };
  private final StreamListener printer =
      new Run(
              new StreamSetup(
                  StreamClient.create(),
                  StreamRequest.of("http://127.0.0.1:1/"),
                  new OutputOptions(),
                  event -> true,
                  Terminal.plain(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()),
                  status,
                  null))
          .printer(enough -> {});

  private void open(TransportType type) {
    printer.onStateChange(ConnectionState.OPEN, null);
    takeOver(type);
  }

  private void takeOver(TransportType type) {
    printer.onOpen(new ConnectionInfo(type, 1, 200, Headers.of()));
  }

  @Test
  void whileTheStreamIsOpen() {
    open(TransportType.LONG_POLL);
    takeOver(TransportType.SSE);
    takeOver(TransportType.SSE);

    assertThat(told).containsExactly("open long-poll", "long-poll to sse", "sse to sse");
  }

  @Test
  void notAfterAnOutage() {
    open(TransportType.SSE);
    printer.onStateChange(ConnectionState.WAITING, null);
    printer.onStateChange(ConnectionState.CONNECTING, null);
    open(TransportType.LONG_POLL);

    assertThat(told).containsExactly("open sse", "open long-poll");
  }
}
