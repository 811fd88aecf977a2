package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.testkit.StreamServer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** A guard that sees nothing would let everything pass. */
@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = {26, 34},
    application = android.app.Application.class)
public class MainThreadGuardTest {
  private final MainThreadGuard guard = new MainThreadGuard();
  private final OkHttpClient client = guard.on(new OkHttpClient());

  @Test
  public void seesAllThatTouchesTheNetwork() throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      forbids("look-up", () -> client.dns().lookup("localhost"));
      Socket unconnected = client.socketFactory().createSocket();
      forbids("connect", () -> unconnected.connect(address(server), 1_000));

      Socket socket = connected(server);
      forbids("read", () -> socket.getInputStream().read());
      forbids("read", () -> socket.getInputStream().read(new byte[1]));
      forbids("write", () -> socket.getOutputStream().write(0));
      forbids("write", () -> socket.getOutputStream().write(new byte[1]));
      forbids("half close", socket::shutdownInput);
      forbids("half close", socket::shutdownOutput);
      socket.setSoLinger(true, 1);
      forbids("close", socket::close);
      elsewhere(
          () -> {
            socket.close();
            unconnected.close();
            return socket;
          });
    }
  }

  @Test
  public void seesTheFarewellOfTls() throws Exception {
    try (StreamServer server = StreamServer.builder().tls().start()) {
      HandshakeCertificates trusted = server.clientCertificates();
      Socket socket = connected(server);
      SSLSocket secure =
          (SSLSocket)
              trusted
                  .sslSocketFactory()
                  .createSocket(socket, "127.0.0.1", server.port(), /* autoClose= */ true);
      elsewhere(
          () -> {
            secure.startHandshake();
            return secure;
          });
      assertThat(guard.violations()).isEmpty();
      Throwable thrown = catchThrowable(secure::close);
      assertThat(guard.violations()).as("thrown: " + thrown).contains("write");
      elsewhere(
          () -> {
            socket.close();
            return socket;
          });
    }
  }

  private void forbids(String what, ThrowingCallable use) {
    int before = guard.violations().size();
    assertThat(catchThrowable(use))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(what);
    assertThat(guard.violations().subList(before, guard.violations().size())).containsOnly(what);
  }

  private Socket connected(StreamServer server) throws Exception {
    return elsewhere(
        () -> {
          Socket socket = client.socketFactory().createSocket();
          socket.connect(address(server), 1_000);
          return socket;
        });
  }

  private static InetSocketAddress address(StreamServer server) {
    return new InetSocketAddress("127.0.0.1", server.port());
  }

  private static Socket elsewhere(java.util.concurrent.Callable<Socket> work) throws Exception {
    FutureTask<Socket> task = new FutureTask<>(work);
    new Thread(task, "elsewhere").start();
    return task.get();
  }
}
