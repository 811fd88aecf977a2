package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.ServerCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Whatever goes wrong, nothing that is said about it has a secret of the request. */
@Timeout(60)
class SecretsTest {
  private static final String REDIRECT = "/elsewhere?access_token=SECRET-redirect";
  private static final Backoff TWICE =
      Backoff.builder()
          .base(Duration.ofMillis(1))
          .cap(Duration.ofMillis(1))
          .floor(Duration.ZERO)
          .maxAttempts(2)
          .build();

  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** Keeps all that is logged, with what a layout may show of it. */
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          said.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
          if (event.getThrowableProxy() != null) {
            said.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
          }
        }
      };

  @BeforeEach
  void capture() {
    root.setLevel(Level.TRACE);
    appender.start();
    root.addAppender(appender);
    System.setOut(new PrintStream(printed, true));
    System.setErr(new PrintStream(printed, true));
  }

  @AfterEach
  void release() {
    System.setOut(out);
    System.setErr(err);
    root.detachAppender(appender);
    root.setLevel(level);
  }

  /** All that an app can print of what it is told. */
  private final class Telltale extends Recorder {
    @Override
    public void onEvent(StreamEvent event) throws Exception {
      say(event);
      throw new IOException("the listener failed");
    }

    @Override
    public void onOpen(ConnectionInfo connection) {
      say(connection);
    }

    @Override
    public void onRetry(RetryInfo retry) {
      say(retry);
      say(retry.cause());
    }

    @Override
    public void onGap(Gap gap) {
      say(gap);
    }

    @Override
    public void onStateChange(ConnectionState state, StreamException cause) {
      say(state);
      say(cause);
    }

    @Override
    public void onClosed(StreamException cause) {
      say(cause);
    }
  }

  private void say(Object thing) {
    said.add(String.valueOf(thing));
    if (thing instanceof Throwable) {
      StringWriter text = new StringWriter();
      ((Throwable) thing).printStackTrace(new PrintWriter(text));
      said.add(text.toString());
      for (Throwable t = (Throwable) thing; t != null; t = t.getCause()) {
        said.add(t.getMessage() + " " + t.getLocalizedMessage() + " " + t);
      }
    }
  }

  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static List<BadPeers.Peer> peers() {
    List<BadPeers.Peer> peers = new ArrayList<>();
    for (int status : new int[] {204, 400, 401, 403, 404, 407, 410, 421, 429, 500, 503}) {
      peers.add(p -> p.fault(Fault.status(status)));
    }
    for (String to :
        new String[] {
          "http://127.0.0.1:1" + REDIRECT,
          "http://SECRET-user:SECRET-password@127.0.0.1:1" + REDIRECT,
          "https://127.0.0.1:1" + REDIRECT,
          "http://no-such-host.invalid" + REDIRECT,
          "ftp://SECRET-user:SECRET-password@host" + REDIRECT,
          "http://[broken" + REDIRECT,
          "http://host:99999" + REDIRECT,
          "mailto:SECRET-user@host",
          REDIRECT,
        }) {
      peers.add(p -> p.fault(Fault.redirect(to, 302)));
      peers.add(p -> p.fault(Fault.redirect(to, 307)));
    }
    peers.add(BadPeers::redirectLoop);
    peers.add(p -> p.tls(ServerCertificate.UNTRUSTED));
    peers.add(p -> p.tls(ServerCertificate.WRONG_HOST));
    peers.add(
        p ->
            p.tls(ServerCertificate.TRUSTED, Fault.redirect("http://127.0.0.1:1" + REDIRECT, 302)));
    peers.add(BadPeers::plainToTls);
    peers.add(p -> p.banner("SSH-2.0-x\r\n"));
    peers.add(p -> p.plainForTls(""));
    peers.add(p -> p.proxy("407 No"));
    peers.add(p -> p.proxy("403 No"));
    peers.add(p -> p.raw(CHUNKED + "xyz\r\n:\r\n"));
    peers.add(p -> p.raw("HTTP/1.1 OK\r\n\r\n"));
    peers.add(p -> p.fault(Fault.contentType("text/html")));
    peers.add(p -> p.fault(Fault.headers("Content-Encoding", "gzip")));
    peers.add(p -> p.fault(Fault.headers("Set-Cookie", "session=SECRET-set-cookie; Path=/")));
    peers.add(p -> p.fault(Fault.endlessHeaders()));
    peers.add(BadPeers::endlessEvent);
    peers.add(BadPeers::unknownHost);
    peers.add(BadPeers::refusedPort);
    peers.add(BadPeers::failingInterceptor);
    peers.add(p -> p.events("data: no id\n\n"));
    peers.add(p -> p.events("id: 7\nevent: x\ndata: y\n\nid: 8\ndata: z\n\n"));
    return peers;
  }

  @Test
  void nothingSaysASecret() throws Exception {
    int number = 0;
    for (BadPeers.Peer peer : peers()) {
      meet(peer, false);
      meet(peer, true);
      number++;
    }
    List<String> all = new ArrayList<>(said);
    all.addAll(List.of(printed.toString(StandardCharsets.UTF_8).split("\n")));
    assertThat(number).isGreaterThan(40);
    assertThat(all).hasSizeGreaterThan(1000);
    assertThat(all.stream().filter(text -> text.contains("SECRET")).distinct().limit(20)).isEmpty();
  }

  private void meet(BadPeers.Peer peer, boolean post) throws Exception {
    try (BadPeers peers = new BadPeers();
        StreamClient client = prepared(peer, peers)) {
      StreamRequest.Builder request =
          StreamRequest.builder(peers.secretUrl())
              .header("Authorization", "Bearer SECRET-header")
              .header("X-Api-Key", "SECRET-key")
              .header("Cookie", "session=SECRET-cookie")
              .credentials(this::answer)
              .lastEventId("7")
              .responseTimeout(Duration.ofSeconds(5))
              .maxEventBytes(65_536)
              .backoff(TWICE);
      if (post) {
        request.post("{\"password\":\"SECRET-body\"}", "application/json");
      }
      say(request);
      StreamRequest built = request.build();
      say(built);
      Telltale listener = new Telltale();
      Subscription subscription = client.subscribe(built, listener);
      // One that is content with its peer is cancelled.
      subscription.awaitClosed(Duration.ofMillis(400));
      say(subscription);
      say(subscription.closeCause());
      say(client);
      subscription.cancel();
      say(subscription);
    }
  }

  private Credentials answer(CredentialsRequest question) {
    say(question);
    Credentials answer =
        Credentials.bearer("SECRET-token")
            .header("X-Api-Key", "SECRET-key-of-the-provider")
            .withExpiry(Instant.now().plusMillis(600));
    say(answer);
    return answer;
  }

  private static StreamClient prepared(BadPeers.Peer peer, BadPeers peers) throws Exception {
    peer.prepare(peers);
    return StreamClient.builder().okHttpClient(peers.okHttp()).build();
  }
}
