package dev.holdfast.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import okio.BufferedSource;

/** The connection under one exchange: the rude ways to end it, and whether the client is there. */
final class Wire {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  final boolean http2;
  final StopSignal stop;
  private final TrackedSocket socket;

  Wire(TrackedSocket socket, boolean http2, StopSignal stop) {
    this.socket = socket;
    this.http2 = http2;
    this.stop = stop;
  }

  /** TCP RST. */
  void reset() throws IOException {
    socket.reset();
  }

  /** TCP FIN under whatever was being said; no TLS goodbye. */
  void cut() throws IOException {
    socket.close();
  }

  /** True once the connection is closed on our side. */
  boolean isClosed() {
    return socket.isClosed();
  }

  /** Writes past MockWebServer, which has nothing buffered before its response has begun. */
  OutputStream out() throws IOException {
    return socket.application().getOutputStream();
  }

  /** Reads past MockWebServer, which has read no more than the request if the client waits. */
  InputStream in() throws IOException {
    return socket.application().getInputStream();
  }

  void closeOrderly() throws IOException {
    socket.application().close();
  }

  /** Says nothing on this stream until the client has left it or the server stops. */
  void awaitGone(okio.Sink stream) throws IOException, InterruptedException {
    if (!http2) {
      awaitGone();
      return;
    }
    while (stop.sleepNanos(POLL_NANOS)) {
      stream.flush();
    }
  }

  /** Says nothing until the client closes the connection or the server stops. */
  void awaitGone() throws IOException, InterruptedException {
    if (http2) {
      // Http2Connection reads; it closes the socket once the client has.
      while (stop.sleepNanos(POLL_NANOS) && !socket.isClosed()) {}
      return;
    }
    InputStream in = socket.application().getInputStream();
    byte[] ignored = new byte[1024];
    while (!stop.isStopped() && in.read(ignored) >= 0) {}
  }

  /**
   * Whether the client has closed its side; called before an answer, on the connection's thread. It
   * costs up to a millisecond. Over HTTP/2 only the end of the whole connection is seen.
   */
  boolean clientGone() throws IOException {
    return http2 ? socket.isClosed() : socket.endsNow();
  }

  /**
   * Whether the client has closed its side; called between writes, since nobody else reads. It
   * costs up to a millisecond. Over HTTP/2 the next flush tells.
   */
  boolean clientGone(okio.Socket stream) throws IOException {
    if (http2) {
      stream.getSink().flush();
      return false;
    }
    Socket application = socket.application();
    int before = application.getSoTimeout();
    application.setSoTimeout(1);
    try {
      return ((BufferedSource) stream.getSource()).exhausted();
    } catch (SocketTimeoutException quiet) {
      return false;
    } finally {
      if (!application.isClosed()) {
        application.setSoTimeout(before);
      }
    }
  }
}
