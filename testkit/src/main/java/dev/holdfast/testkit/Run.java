package dev.holdfast.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** One start of a server, up to its stop: a MockWebServer can run just once. */
final class Run {
  private final Acceptor acceptor;
  private final StopSignal stop = new StopSignal();
  private final MockWebServer web = new MockWebServer();
  private final Router router;

  Run(Router router, Traffic traffic, @Nullable SSLSocketFactory tls, List<Protocol> protocols) {
    this.router = router;
    this.acceptor = new Acceptor(traffic);
    web.setServerSocketFactory(acceptor);
    web.setDispatcher(router.dispatcher(acceptor, stop));
    web.setProtocols(protocols);
    web.setProtocolNegotiationEnabled(
        !protocols.equals(Collections.singletonList(Protocol.HTTP_1_1)));
    if (tls != null) {
      web.useHttps(acceptor.tls(tls));
    }
  }

  void start(int port) throws IOException {
    web.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  int port() {
    return web.getPort();
  }

  Acceptor connections() {
    return acceptor;
  }

  /** Wakes and disconnects everyone first: MockWebServer waits for each of its threads. */
  void stop() {
    stop.stop();
    acceptor.close();
    for (EventLog log : router.streams()) {
      log.entries().wakeAll();
    }
    web.close();
    acceptor.joinThreads(Duration.ofMillis(500));
  }
}
