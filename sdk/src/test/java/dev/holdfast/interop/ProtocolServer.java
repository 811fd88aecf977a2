package dev.holdfast.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A server of docs/protocol.md at one URL, whose newcomers start from the beginning, and what a
 * test has it do.
 */
interface ProtocolServer {
  /** The same, written twice: by whoever wrote the page, and from the page alone. */
  enum Kind {
    TESTKIT,
    NODE;

    ProtocolServer start(Servers servers) throws IOException {
      return this == TESTKIT ? new TestKitProtocolServer(servers) : new NodeProtocolServer(servers);
    }
  }

  /** What it says to the messages that come. */
  enum Answer {
    ACK,
    NONE,
    NACK_RETRY,
    NACK_FINAL
  }

  String url();

  /** Publishes the next numbers, as text. */
  void publish(int count) throws IOException;

  void text(String type, String text) throws IOException;

  void json(String type, String source) throws IOException;

  void bytes(String type, byte[] bytes) throws IOException;

  /** Keeps so many events, and says so where some are gone. */
  void retain(int events) throws IOException;

  void heartbeat(Duration interval) throws IOException;

  void answer(Answer answer) throws IOException;

  /** Closes every WebSocket. */
  void close(int code, String reason) throws IOException;

  /** Resets every connection. */
  void cut() throws IOException;

  /** Loses its log and every connection; no cursor of before means anything to it. */
  void forget() throws IOException;

  /** Ends the stream. */
  void end() throws IOException;

  /** What it has accepted, as "ref type data". */
  List<String> messages() throws IOException;

  /** The positions that clients said they have finished. */
  List<String> finished() throws IOException;
}
