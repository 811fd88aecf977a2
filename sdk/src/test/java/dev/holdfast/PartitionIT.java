package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that loses packets without a word: real ones, between two network namespaces. */
@Timeout(60)
class PartitionIT {
  /** The least that a rhythm is waited for, and a second for the round trip and this machine. */
  private static final long DEADLINE_MILLIS = 5_000 + 1_000;

  private static final X509TrustManager ANYBODY =
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      };

  private static OkHttpClient trusting() throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {ANYBODY}, new SecureRandom());
    return new OkHttpClient.Builder()
        .sslSocketFactory(tls.getSocketFactory(), ANYBODY)
        .hostnameVerifier((host, session) -> true)
        .build();
  }

  private final Recorder recorder = new Recorder();
  private int published;

  @BeforeEach
  void needsANetworkOfItsOwn() throws Exception {
    String missing = Partition.missing();
    assertThat(missing)
        .as("what these tests need: root, and apt-get install -y iproute2 iptables")
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"h1", "tls", "h2"})
  void aConnectionWhosePacketsAreLostIsReplacedByANewOneInTime(String speech) throws Exception {
    isReplaced(speech, "lost packets", Partition::dropWhatIsOpen, 4_000, DEADLINE_MILLIS);
  }

  @Test
  void oneDirectionThatIsLostIsEnough() throws Exception {
    isReplaced("h1", "lost answers", Partition::dropWhatComesIn, 4_000, DEADLINE_MILLIS);
  }

  /** The server goes on until its window is full of what nobody acknowledges; then it is silent. */
  @Test
  void theOtherDirectionIsEnoughToo() throws Exception {
    isReplaced("h1", "lost acknowledgements", Partition::dropWhatGoesOut, 4_000, 20_000);
  }

  /** Firewalls do so with connections that they have forgotten. */
  @Test
  void aConnectionThatIsResetOnTheWayIsReplacedAtOnce() throws Exception {
    isReplaced("h1", "reset", Partition::resetWhatIsOpen, 0, 2_000);
  }

  private interface Cut {
    void at(Partition network) throws Exception;
  }

  private void isReplaced(String speech, String what, Cut how, long least, long most)
      throws Exception {
    try (Partition network = new Partition(speech);
        StreamClient client = StreamClient.builder().okHttpClient(trusting()).build()) {
      String scheme = speech.equals("h1") ? "http" : "https";
      publish(network, 2);
      client.subscribe(
          StreamRequest.of(scheme + "://" + network.there + ":" + network.port + "/events"),
          recorder);
      assertThat(recorder.next(ConnectionInfo.class).protocol())
          .isEqualTo(speech.equals("h2") ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
      assertThat(recorder.nextData(2)).containsExactly("1", "2");
      // The server's rhythm, a comment each second, is learned from three.
      hearsNothing(Duration.ofMillis(4_500));
      assertThat(network.accepts()).isEqualTo(1);

      how.at(network);
      long cut = System.nanoTime();
      publish(network, 1);
      // More than a server may send that nobody acknowledges, if that is what was cut.
      long end = cut + Duration.ofSeconds(20).toNanos();
      while (network.accepts() == 1 && System.nanoTime() - end < 0) {
        publish(network, 1);
        LockSupport.parkNanos(50_000_000);
      }
      long millis = (System.nanoTime() - cut) / 1_000_000;
      assertThat(nextWithoutGaps(published - 2)).isEqualTo(numbers(3, published));
      assertThat(network.accepts()).as("the first and another").isEqualTo(2);
      network.heal();
      int last = published;
      publish(network, 1);
      assertThat(nextWithoutGaps(1)).containsExactly("" + (last + 1));
      // Neither repeated nor lost, nor once more when the old connection gets through again.
      hearsNothing(Duration.ofSeconds(3));
      assertThat(network.accepts()).as("no storm").isEqualTo(2);
      System.out.printf(
          "partition, %s, %s: published %d, received %d, lost 0, duplicated 0,"
              + " another connection after %d ms%n",
          speech, what, published, published, millis);
      assertThat(millis).isBetween(least, most);
    }
  }

  private void hearsNothing(Duration within) throws InterruptedException {
    boolean something =
        recorder.hears(any -> any instanceof StreamEvent || any instanceof Gap, within);
    assertThat(something).as("an event or a gap").isFalse();
  }

  private void publish(Partition network, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      network.publish("" + ++published);
    }
  }

  private List<String> nextWithoutGaps(int count) throws InterruptedException {
    List<String> data = new ArrayList<>();
    while (data.size() < count) {
      List<Object> next = recorder.nextEventAndGaps();
      assertThat(next).as("an event, and no gap").hasSize(1);
      data.add(((StreamEvent) next.get(0)).data());
    }
    return data;
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "" + i).toList();
  }
}
