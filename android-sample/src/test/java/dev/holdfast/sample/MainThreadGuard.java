package dev.holdfast.sample;

import android.os.Looper;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/**
 * What StrictMode's {@code detectNetwork().penaltyDeath()} does on a device, and Robolectric does
 * not: look-ups, connects, reads and writes on the main thread fail there, and are noted. Those of
 * TLS are among them, as it reads and writes by these sockets. A close is no violation unless the
 * socket lingers, as on Android; a half close is one here, if not there.
 */
final class MainThreadGuard {
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private volatile int uses;

  OkHttpClient on(OkHttpClient client) {
    Dns dns = client.dns();
    return client
        .newBuilder()
        .socketFactory(new Sockets())
        .dns(
            host -> {
              check("look-up");
              return dns.lookup(host);
            })
        .build();
  }

  /** What the main thread did. */
  List<String> violations() {
    return violations;
  }

  /** How often other threads did it: a guard that guards nothing sees no violation, either. */
  int uses() {
    return uses;
  }

  private void check(String what) {
    if (Looper.myLooper() == Looper.getMainLooper()) {
      violations.add(what);
      throw new IllegalStateException(what + " on the main thread");
    }
    uses++;
  }

  private final class Sockets extends SocketFactory {
    @Override
    public Socket createSocket() {
      return new GuardedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }

  private final class GuardedSocket extends Socket {
    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
      check("connect");
      super.connect(address, timeout);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          check("read");
          return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          check("read");
          return super.read(buffer, offset, length);
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(int b) throws IOException {
          check("write");
          out.write(b);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
          check("write");
          out.write(buffer, offset, length);
        }
      };
    }

    @Override
    public void shutdownInput() throws IOException {
      check("half close");
      super.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
      check("half close");
      super.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
      if (!isClosed() && getSoLinger() >= 0) {
        check("close"); // Others do not wait.
      }
      super.close();
    }
  }
}
