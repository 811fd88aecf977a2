package dev.holdfast;

import dev.holdfast.Receipt.State;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** A message that takes longer to go out than the server may take to answer. */
class SlowUploadTest extends SendTest {
  private static final int SIZE = 2 << 20;

  /** Its sockets hold back little: what is written is on its way. */
  private static final class Narrow extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      Socket socket = new Socket();
      socket.setSendBufferSize(32 << 10);
      return socket;
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

  private static void readsSlowly(ServerSocket listening) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        InputStream in = socket.getInputStream();
        byte[] some = new byte[16 << 10];
        long total = 0;
        int read = 0;
        while (total < SIZE && read >= 0) {
          read = in.read(some);
          total += read;
          LockSupport.parkNanos(10_000_000);
        }
        byte[] answer = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(answer);
      } catch (IOException given) {
        // The next one.
      }
    }
  }

  @Test
  void isNotLateWhileItGoesOut() throws Exception {
    OkHttpClient narrow = new OkHttpClient.Builder().socketFactory(new Narrow()).build();
    try (ServerSocket listening = new ServerSocket();
        StreamClient own = StreamClient.builder().okHttpClient(narrow).build()) {
      listening.setReceiveBufferSize(16 << 10);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> readsSlowly(listening), t -> new Thread(t).start());
      sending
          .url("http://127.0.0.1:" + listening.getLocalPort() + "/")
          .ackTimeout(Duration.ofMillis(500));
      StreamRequest.Builder request = request().transports(TransportType.SSE);
      log.publish("1");
      Channel channel = own.open(request.sending(sending.build()).build(), recorder::onEvent);
      ends(channel.send(ByteString.of(new byte[SIZE])), State.ACKNOWLEDGED);
      listening.close();
      reading.join();
    }
  }
}
