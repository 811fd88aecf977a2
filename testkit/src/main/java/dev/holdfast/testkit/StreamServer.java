package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A scriptable stream server on the loopback interface, for tests of streaming clients.
 *
 * <pre>{@code
 * try (StreamServer server = StreamServer.builder().start()) {
 *   EventLog log = server.stream("/events");
 *   log.enqueue(Fault.resetAfterBytes(100));
 *   log.publish("hello");
 * }
 * }</pre>
 *
 * <p>Thread-safe. Each connection has a thread while it is open; {@link #stop} and {@link #close}
 * end them all within about a second and must not be called on one of them.
 */
public final class StreamServer implements AutoCloseable {
  private final Traffic traffic = new Traffic();
  private final Recorder recorder = new Recorder();
  private final Router router = new Router(recorder);
  private final List<Protocol> protocols;
  private final @Nullable HandshakeCertificates clientCertificates;
  private final @Nullable SSLSocketFactory tls;

  // Written under this lock, which no connection's thread may wait for: stopping waits for them.
  private volatile int port;
  private volatile @Nullable Run run;
  private boolean closed;

  private StreamServer(Builder builder) {
    port = builder.port;
    protocols = builder.protocols;
    ServerCertificate certificate = builder.certificate;
    if (certificate == null) {
      tls = null;
      clientCertificates = null;
    } else {
      HeldCertificate authority = ServerCertificate.newAuthority();
      tls = certificate.serverSide(authority).sslSocketFactory();
      clientCertificates = ServerCertificate.clientSide(authority);
    }
  }

  /** A builder of a plain HTTP/1.1 server on a free port. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts, or starts again after {@link #stop}: on the same port, with the same streams, faults
   * and records. Does nothing if it runs.
   *
   * @throws UncheckedIOException if the port is taken
   * @throws IllegalStateException after {@link #close}
   */
  public synchronized void start() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (run != null) {
      return;
    }
    Run next = new Run(router, traffic, tls, protocols);
    try {
      next.start(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = next.port();
    run = next;
  }

  /** Drops all connections; further ones are refused until {@link #start}. */
  public synchronized void stop() {
    if (router.isServing()) {
      throw new IllegalStateException("on a connection's thread, which it would wait for");
    }
    Run last = run;
    run = null;
    if (last != null) {
      last.stop();
    }
  }

  /** {@link #stop}, then {@link #start}: a server that crashes and is back at once. */
  public void restart() {
    stop();
    start();
  }

  /** Stops for good; no thread and no socket is left. Does nothing the second time. */
  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }

  /** The port; the same after a restart. */
  public int port() {
    return port;
  }

  /** The URL of a path (with a query, if you like) on this server: {@code http://127.0.0.1:…}. */
  public HttpUrl url(String pathAndQuery) {
    String origin = (tls == null ? "http" : "https") + "://127.0.0.1:" + port();
    return HttpUrl.get(origin + pathAndQuery);
  }

  /** The stream at this path, the same one every time; it is served from the first call on. */
  public EventLog stream(String path) {
    return router.stream(path);
  }

  /**
   * Answers requests to {@code path} by {@code handler}, in place of a stream there: for all that
   * is not an event stream. It is called on the connection's thread, for several requests at once.
   */
  public void handle(String path, Function<? super SeenRequest, MockResponse> handler) {
    router.handle(path, handler);
  }

  /**
   * What a client needs to trust this server: an {@code SSLSocketFactory} and an {@code
   * X509TrustManager}.
   *
   * @throws IllegalStateException without TLS
   */
  public HandshakeCertificates clientCertificates() {
    if (clientCertificates == null) {
      throw new IllegalStateException("this server has no TLS");
    }
    return clientCertificates;
  }

  /** Every request so far, in order, whatever its path. */
  public List<SeenRequest> requests() {
    return recorder.all();
  }

  /**
   * The first request that was not taken yet, once there is one. What is published after it was
   * taken is part of its answer, even if it asked for what comes from now on.
   *
   * @throws AssertionError if none comes within {@code timeout}
   */
  public SeenRequest takeRequest(Duration timeout) throws InterruptedException {
    return recorder.take(request -> true, timeout);
  }

  /**
   * The first request to {@code path} that was not taken yet, once there is one.
   *
   * @throws AssertionError if none comes within {@code timeout}
   */
  public SeenRequest takeRequest(String path, Duration timeout) throws InterruptedException {
    return recorder.take(request -> request.path().equals(path), timeout);
  }

  /** TCP connections accepted so far, those that were reset at once included. */
  public int acceptedConnections() {
    return traffic.acceptedCount();
  }

  /** TCP connections that are open on our side; see {@link EventLog#subscribers} on its delay. */
  public int openConnections() {
    Run current = run;
    return current == null ? 0 : current.connections().openCount();
  }

  /** All bytes written to sockets so far, headers, framing and TLS included. */
  public long bytesSent() {
    return traffic.bytesSent();
  }

  /**
   * Resets (TCP RST) the next {@code connections} connections as soon as they are accepted, before
   * any path is known; replaces an earlier number. For "connection refused", {@link #stop}.
   */
  public void refuseConnections(int connections) {
    traffic.refuse(connections);
  }

  /** Closes (TCP FIN) every open connection; bodies end in the middle. */
  public void dropConnections() {
    Run current = run;
    if (current != null) {
      current.connections().closeAll();
    }
  }

  /** Resets (TCP RST) every open connection. */
  public void resetConnections() {
    Run current = run;
    if (current != null) {
      current.connections().resetAll();
    }
  }

  /**
   * Checks that the script was played to its end: no fault and no refusal is left, nothing was
   * asked for that is not served, and no schedule or handler threw.
   *
   * @throws AssertionError that lists what is wrong
   */
  public void assertExhausted() {
    List<String> problems = new ArrayList<>(recorder.unexpected());
    for (EventLog log : router.streams()) {
      for (String fault : log.faultsLeft()) {
        problems.add("no request to " + log.path() + " met " + fault);
      }
    }
    if (traffic.refusalsLeft() > 0) {
      problems.add(traffic.refusalsLeft() + " connections were still to be refused");
    }
    failIfAny(problems);
  }

  /**
   * Checks that each request was taken by {@link #takeRequest}.
   *
   * @throws AssertionError that lists those that were not
   */
  public void assertAllRequestsTaken() {
    List<String> problems = new ArrayList<>();
    for (SeenRequest request : recorder.untaken()) {
      problems.add("not taken: " + request);
    }
    failIfAny(problems);
  }

  private static void failIfAny(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  /** Settings of a {@link StreamServer}. Not thread-safe. */
  public static final class Builder {
    private int port;
    private @Nullable ServerCertificate certificate;
    private List<Protocol> protocols = Collections.singletonList(Protocol.HTTP_1_1);

    private Builder() {}

    /** The port to listen at; 0, the default, takes a free one. */
    public Builder port(int number) {
      if (number < 0 || number > 65535) {
        throw new IllegalArgumentException("port: " + number);
      }
      port = number;
      return this;
    }

    /** Speaks TLS with a certificate that {@link StreamServer#clientCertificates} trust. */
    public Builder tls() {
      return tls(ServerCertificate.TRUSTED);
    }

    /** Speaks TLS with this certificate; without a call it is plain HTTP. */
    public Builder tls(ServerCertificate shown) {
      certificate = shown;
      return this;
    }

    /**
     * What it speaks; {@code HTTP_1_1} alone by default. With TLS {@code HTTP_2, HTTP_1_1} are
     * negotiated; without, {@code H2_PRIOR_KNOWLEDGE} alone speaks HTTP/2.
     */
    public Builder protocols(Protocol... spoken) {
      protocols = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(spoken)));
      return this;
    }

    /** The server, running. */
    public StreamServer start() {
      StreamServer server = new StreamServer(this);
      server.start();
      return server;
    }
  }
}
