package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CredentialsRequest.Why;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.internal.loop.SerialContext;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.StreamServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an app is asked to authenticate with, over real sockets. */
@Timeout(30)
class CredentialsSocketTest extends SocketTest implements CredentialsProvider {
  private final List<CredentialsRequest> asked = new CopyOnWriteArrayList<>();
  private final List<String> wrongPlaces = new CopyOnWriteArrayList<>();

  @Override
  public Credentials credentials(CredentialsRequest request) {
    boolean inSerialContext =
        Arrays.stream(Thread.currentThread().getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(SerialContext.class.getName()));
    if (!ReaderThreads.isCurrent() || inSerialContext) {
      wrongPlaces.add(Thread.currentThread().getName());
    }
    asked.add(request);
    return Credentials.bearer("SECRET-" + asked.size());
  }

  private StreamRequest.Builder request(TransportType transport) {
    return request().transports(transport).credentials(this);
  }

  private String sent() throws InterruptedException {
    return server.takeRequest(WAIT).header("Authorization");
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void theAppIsAskedBeforeEachAttemptOnAReadersThread(TransportType transport) throws Exception {
    log.publish("one");
    subscribe(request(transport).header("Authorization", "of the request").header("X", "1"));
    assertThat(recorder.nextData(1)).containsExactly("one");
    SeenRequest first = server.takeRequest(WAIT);
    assertThat(first.headers().values("Authorization")).containsExactly("Bearer SECRET-1");
    assertThat(first.header("X")).isEqualTo("1");
    // One that arrives later would be refused, and cut before it hears of that.
    Await.until("asked on", () -> log.subscribers() + log.longPolling().held() == 1);
    // A poll that breaks is repeated by the same attempt; one that is refused is not.
    log.enqueue(Fault.status(503));
    server.dropConnections();
    log.publish("two");
    assertThat(recorder.nextData(1)).containsExactly("two");
    Await.until("asked again", () -> asked.size() > 1);
    assertThat(asked.get(0).why()).isEqualTo(Why.FIRST);
    assertThat(asked.get(1).why()).isEqualTo(Why.RETRY);
    assertThat(asked).allMatch(question -> question.transport() == transport);
    assertThat(asked).allMatch(question -> question.url().equals(server.url("/events")));
    assertThat(wrongPlaces).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void aRefusalIsAnsweredByOthersOnce(TransportType transport) throws Exception {
    log.publish("one");
    log.enqueue(Fault.status(401));
    subscribe(request(transport));
    assertThat(recorder.nextData(1)).containsExactly("one");
    assertThat(sent()).isEqualTo("Bearer SECRET-1");
    assertThat(sent()).isEqualTo("Bearer SECRET-2");
    assertThat(asked.get(1).why()).isEqualTo(Why.REJECTED);
    assertThat(asked.get(1).refused()).isEqualTo(Credentials.bearer("SECRET-1"));
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void aSecondRefusalEndsTheStream(TransportType transport) throws Exception {
    for (int status : new int[] {401, 403, 407}) {
      server.requests();
      int before = log.requestCount();
      log.faults(info -> Fault.status(status));
      subscribe(request(transport));
      StreamException cause = recorder.next(Recorder.Closed.class).cause();
      assertThat(cause.reason()).as("%s", cause).isEqualTo(Reason.CREDENTIALS_REFUSED);
      assertThat(cause.getMessage())
          .contains("" + status, server.url("/events").toString())
          .doesNotContain("SECRET");
      // Of a 407 that comes from no proxy OkHttp tells nothing but its status.
      assertThat(log.requestCount() - before).isEqualTo(2);
    }
  }

  @Test
  void noneOfThemFollowsARedirectToAnotherOrigin() throws Exception {
    try (StreamServer other = StreamServer.builder().start()) {
      other.stream("/events").startFromBeginning().publish("there");
      log.enqueue(Fault.redirect(other.url("/events").toString(), 307));
      subscribe(
          request().credentials(any -> Credentials.bearer("SECRET").header("X-Key", "SECRET")));
      assertThat(recorder.nextData(1)).containsExactly("there");
      assertThat(sent()).isEqualTo("Bearer SECRET");
      assertThat(other.takeRequest(WAIT).headers().toString()).doesNotContain("SECRET", "X-Key");
    }
  }

  @Test
  void anAppThatDoesNotAnswerHoldsUpItsOwnStreamAlone() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    // As many as may be under way at an origin at once.
    CountDownLatch begun = new CountDownLatch(64);
    CredentialsProvider slow =
        any -> {
          begun.countDown();
          answer.await();
          return Credentials.bearer("late");
        };
    Subscription one = subscribe(request().credentials(slow));
    Subscription two = subscribe(request().credentials(slow));
    for (int i = 2; i < 64; i++) {
      subscribe(request().credentials(slow));
    }
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(one.state()).isEqualTo(ConnectionState.CONNECTING);
    assertThat(one.diagnostics().heldBy()).isEqualTo("the app's credentials provider");
    log.publish("one");
    long start = System.nanoTime();
    Subscription other = subscribe(request(TransportType.SSE));
    assertThat(recorder.nextData(1)).containsExactly("one");
    // The gate gives up on an attempt after 5 s, and lets in another.
    assertThat(millisSince(start)).isLessThan(4_000);
    other.cancel();
    start = System.nanoTime();
    one.cancel();
    assertThat(one.awaitClosed(WAIT)).isTrue();
    client.close();
    assertThat(two.awaitClosed(WAIT)).isTrue();
    assertThat(millisSince(start)).isLessThan(1_000);
    // The threads are the app's until it gives them back, and nothing follows then.
    assertThat(readers.alive()).isGreaterThanOrEqualTo(64);
    answer.countDown();
    Await.until("no reader", () -> readers.alive() == 0);
    assertThat(log.requestCount()).isEqualTo(1);
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  @Test
  void aProviderMayServeManyStreamsAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(8);
    CredentialsProvider shared =
        any -> {
          all.countDown();
          assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
          return Credentials.none();
        };
    log.publish("one");
    for (int i = 0; i < 8; i++) {
      subscribe(request().credentials(shared));
    }
    assertThat(recorder.nextData(8)).containsOnly("one");
  }

  @Test
  void theCookiesOfTheAppsJarGoAlong() throws Exception {
    List<Cookie> kept = Collections.synchronizedList(new ArrayList<>());
    CookieJar jar =
        new CookieJar() {
          @Override
          public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
            kept.addAll(cookies);
          }

          @Override
          public List<Cookie> loadForRequest(HttpUrl url) {
            return new ArrayList<>(kept);
          }
        };
    log.enqueue(Fault.headers("Set-Cookie", "session=1; Path=/"));
    OkHttpClient okHttp = new OkHttpClient.Builder().cookieJar(jar).build();
    try (StreamClient own = StreamClient.builder().okHttpClient(okHttp).build()) {
      own.subscribe(request(TransportType.SSE).build(), recorder);
      log.publish("one");
      assertThat(recorder.nextData(1)).containsExactly("one");
      assertThat(server.takeRequest(WAIT).header("Cookie")).isNull();
      log.disconnect();
      SeenRequest second = server.takeRequest(WAIT);
      assertThat(second.header("Cookie")).isEqualTo("session=1");
      assertThat(second.header("Authorization")).isEqualTo("Bearer SECRET-2");
    }
  }
}
