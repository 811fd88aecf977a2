package dev.holdfast.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** HTTP/1.1 by hand over a socket: it sees what libraries hide. */
final class RawClient implements AutoCloseable {
  enum End {
    /** The last chunk. */
    EOF,
    /** FIN without the last chunk. */
    CUT,
    /** RST. */
    RESET,
    /** Nothing at all for a while. */
    SILENCE
  }

  private static final int LONG = 5_000;
  private static final int SHORT = 150;

  final Socket socket;
  private final InputStream in;
  final List<Integer> chunkSizes = new ArrayList<>();
  private int leftInChunk;

  RawClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(LONG);
    in = socket.getInputStream();
  }

  static RawClient get(StreamServer server, String path) throws IOException {
    return new RawClient(server.port()).send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  /** Sends the request and reads the response's head. */
  static RawClient open(StreamServer server, String path) throws IOException {
    RawClient client = get(server, path);
    client.head();
    return client;
  }

  static RawClient resume(StreamServer server, String path, String cursor) throws IOException {
    RawClient client = new RawClient(server.port());
    client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nLast-Event-ID: " + cursor + "\r\n\r\n");
    client.head();
    return client;
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The response's head, its blank line left out. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  /** Exactly so many bytes of the chunked body. */
  String body(int bytes) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < bytes) {
      int next = bodyByte();
      if (next < 0) {
        throw new EOFException("the body ended after " + body);
      }
      body.write(next);
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  /** The rest of the body up to its clean end. */
  String rest() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int next = bodyByte(); next >= 0; next = bodyByte()) {
      body.write(next);
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  /** What comes next, which must not be a byte of the body. */
  End end() throws IOException {
    socket.setSoTimeout(SHORT);
    try {
      int next = bodyByte();
      if (next >= 0) {
        throw new AssertionError("one more byte: " + (char) next);
      }
      return End.EOF;
    } catch (SocketTimeoutException e) {
      return End.SILENCE;
    } catch (EOFException e) {
      return End.CUT;
    } catch (SocketException e) {
      if (!"Connection reset".equals(e.getMessage())) {
        throw e;
      }
      return End.RESET;
    } finally {
      socket.setSoTimeout(LONG);
    }
  }

  /** True if the current chunk has promised more bytes than have come. */
  boolean isInsideChunk() {
    return leftInChunk > 0;
  }

  /** The next byte outside of any framing, -1 at FIN. */
  int rawByte() throws IOException {
    return in.read();
  }

  private int bodyByte() throws IOException {
    if (leftInChunk == 0) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        line();
        return -1;
      }
      chunkSizes.add(size);
      leftInChunk = size;
    }
    int next = strict();
    leftInChunk--;
    if (leftInChunk == 0) {
      line();
    }
    return next;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = strict(); next != '\n'; next = strict()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private int strict() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("FIN");
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
