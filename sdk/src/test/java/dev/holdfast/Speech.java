package dev.holdfast;

import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;

/** What a server and the app's client agree to speak. */
enum Speech {
  H1,
  H1_TLS,
  H2,
  H2C;

  StreamServer start() {
    StreamServer.Builder builder = StreamServer.builder();
    switch (this) {
      case H1:
        break;
      case H1_TLS:
        builder.tls();
        break;
      case H2:
        builder.tls().protocols(Protocol.HTTP_2, Protocol.HTTP_1_1);
        break;
      case H2C:
        builder.protocols(Protocol.H2_PRIOR_KNOWLEDGE);
        break;
    }
    return builder.start();
  }

  OkHttpClient okHttp(StreamServer server) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder().socketFactory(new NoDelay());
    if (this == H1_TLS || this == H2) {
      HandshakeCertificates trust = server.clientCertificates();
      builder.sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
    }
    if (this == H2C) {
      builder.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    }
    return builder.build();
  }

  /** The mock server's settings need an acknowledgement, and Nagle holds up what comes after it. */
  private static final class NoDelay extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
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
}
