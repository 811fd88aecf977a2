package dev.holdfast.testkit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** An accepted TCP connection that counts what it sends and can be reset. */
final class TrackedSocket extends Socket {
  /** 1 for the first connection that the server ever accepted. */
  final int number;

  private final LongConsumer sent;
  private final Runnable onServed;
  private final Runnable onClosed;
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Guarded by {@link #closing}. */
  private @Nullable PeekableInput input;

  /** The TLS layer over this socket, once there is one; set on the connection's thread. */
  private volatile @Nullable Socket tls;

  TrackedSocket(int number, LongConsumer sent, Runnable onServed, Runnable onClosed)
      throws SocketException {
    super((SocketImpl) null);
    this.number = number;
    this.sent = sent;
    this.onServed = onServed;
    this.onClosed = onClosed;
  }

  void tls(Socket layer) {
    tls = layer;
  }

  /** What HTTP is spoken on: the TLS layer or, without TLS, this socket. */
  Socket application() {
    Socket layer = tls;
    return layer == null ? this : layer;
  }

  /** Ends with a TCP RST: whatever was not transmitted yet is thrown away. */
  void reset() throws IOException {
    setSoLinger(true, 0);
    close();
  }

  /** The thread that asks for it is the one that serves this connection. */
  @Override
  public InputStream getInputStream() throws IOException {
    onServed.run();
    return input();
  }

  private PeekableInput input() throws IOException {
    synchronized (closing) {
      if (input == null) {
        input = new PeekableInput(super.getInputStream());
      }
      return input;
    }
  }

  /** True if the client has closed its side. What it has sent before that stays to be read. */
  boolean endsNow() throws IOException {
    int before = getSoTimeout();
    setSoTimeout(1);
    try {
      return input().ended();
    } catch (SocketTimeoutException quiet) {
      return false;
    } finally {
      if (!isClosed()) {
        setSoTimeout(before);
      }
    }
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
        sent.accept(count);
      }

      @Override
      public void write(int oneByte) throws IOException {
        out.write(oneByte);
        sent.accept(1);
      }

      @Override
      public void close() throws IOException {
        TrackedSocket.this.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      if (closing.compareAndSet(false, true)) {
        onClosed.run();
      }
    }
  }
}
