package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import android.os.Handler;
import android.os.Looper;
import dev.holdfast.Channel;
import dev.holdfast.DeliverySettings;
import dev.holdfast.EventIterator;
import dev.holdfast.Receipt;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okio.ByteString;
import org.junit.Test;

public class MainThreadTest extends AppTest {
  @Test
  public void callbacksComeOnTheMainThreadInOrder() throws Exception {
    Handler main = new Handler(Looper.getMainLooper());
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    List<String> sent = new ArrayList<>();
    MainThreadGuard guard = new MainThreadGuard();
    try (StreamClient client =
        StreamClient.builder().okHttpClient(guard.on(new OkHttpClient())).build()) {
      client.subscribe(
          StreamRequest.builder(server.url("/events"))
              .delivery(DeliverySettings.on(main::post))
              .build(),
          event -> {
            assertThat(Looper.myLooper()).isSameAs(Looper.getMainLooper());
            heard.add(event.data());
          });
      for (int n = 0; n < 500; n++) {
        sent.add("event " + n);
        log.publish("event " + n);
      }
      Device.await("all", () -> heard.size() >= 500);
    }
    assertThat(heard).isEqualTo(sent);
    assertThat(guard.violations()).isEmpty();
  }

  /** The latest counts; a message is never conflated, however slow the main thread is. */
  @Test
  public void onlyReadingsAreConflated() throws Exception {
    session.presence.serve(true);
    List<String> messages = new ArrayList<>();
    for (int n = 1; n <= 100; n++) {
      log.publish("price", "{\"symbol\":\"X\",\"price\":" + n + "}");
      log.publish("chat", "message " + n);
      messages.add("message " + n);
    }
    Device.awaitTexts(room, messages.toArray(new String[0]));
    assertThat(room.readings.latest().value).isEqualTo("100");
  }

  @Test
  public void noPublicMethodTouchesTheNetworkOnTheMainThread() throws Exception {
    callAll(server, new OkHttpClient());
  }

  /** Its end is told by a write, where TCP's is not. */
  @Test
  public void norWithTls() throws Exception {
    try (StreamServer secure = StreamServer.builder().tls().start()) {
      HandshakeCertificates trusted = secure.clientCertificates();
      callAll(
          secure,
          new OkHttpClient.Builder()
              .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
              .build());
    }
  }

  /** Every one, by reflection: a method that is new and not called here fails this test. */
  private static void callAll(StreamServer server, OkHttpClient okHttp) throws Exception {
    EventLog log = server.stream("/events").startFromBeginning();
    log.publish("a");
    log.publish("b");
    log.publish("c");
    Calls calls = new Calls();
    MainThreadGuard guard = new MainThreadGuard();
    StreamClient client =
        calls.watch(
            StreamClient.class,
            StreamClient.builder()
                .okHttpClient(guard.on(okHttp))
                .bootClock(android.os.SystemClock::elapsedRealtime)
                .build());
    StreamRequest request = StreamRequest.of(server.url("/events").toString());
    client.networkLost();
    client.networkChanged("wifi");

    Subscription subscription =
        calls.watch(Subscription.class, client.subscribe(request, event -> {}));
    Device.await("an event", () -> subscription.lastEventId() != null);
    client.networkChanged("cellular");
    subscription.pause();
    subscription.resume();
    subscription.reconnectNow();
    Device.await("again", () -> subscription.state() == dev.holdfast.ConnectionState.OPEN);
    assertThat(subscription.request()).isEqualTo(request);
    assertThat(subscription.closeCause()).isNull();
    assertThat(subscription.diagnostics().attempts()).isNotEmpty();
    assertThat(subscription.awaitClosed(Duration.ZERO)).isFalse();
    subscription.cancel();
    subscription.awaitClosed();

    Channel channel = calls.watch(Channel.class, client.open(request, event -> {}));
    Receipt text = calls.watch(Receipt.class, channel.send("text"));
    Receipt bytes = channel.send(ByteString.encodeUtf8("bytes"));
    Receipt object = channel.send(Collections.singletonMap("key", "value"));
    text.onDone(receipt -> {});
    assertThat(text.completion()).isNotNull();
    assertThat(text.id()).isNotEmpty();
    assertThat(text.await(Duration.ofSeconds(20))).isTrue();
    assertThat(text.state()).isEqualTo(Receipt.State.ACKNOWLEDGED);
    assertThat(text.isDone()).isTrue();
    assertThat(text.cause()).isNull();
    assertThat(channel.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(channel.queued()).isZero();
    assertThat(bytes.isDone() && object.isDone()).isTrue();
    channel.pause();
    channel.resume();
    channel.close(Duration.ofSeconds(1));
    channel.awaitClosed();

    EventIterator events = calls.watch(EventIterator.class, client.stream(request));
    assertThat(events.hasNext()).isTrue();
    assertThat(events.next().data()).isEqualTo("a");
    assertThat(events.next(Duration.ofSeconds(20)).data()).isEqualTo("b");
    assertThat(events.gaps()).isEmpty();
    assertThat(events.subscription()).isNotNull();
    assertThat(events.asStream()).isNotNull();
    events.close();
    client.close();

    assertThat(calls.missing()).as("public methods that were not called").isEmpty();
    assertThat(guard.uses()).as("uses of the network").isPositive();
    assertThat(guard.violations()).as("on the main thread").isEmpty();
  }
}
