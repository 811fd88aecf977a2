package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
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

  @ParameterizedTest
  @ValueSource(strings = {"h1", "tls", "h2"})
  void aConnectionWhosePacketsAreLostIsReplacedByANewOneInTime(String speech) throws Exception {
    isReplaced(speech, Partition::dropWhatIsOpen, 4_000, DEADLINE_MILLIS);
  }

  @Test
  void oneDirectionThatIsLostIsEnough() throws Exception {
    isReplaced("h1", Partition::dropWhatComesIn, 4_000, DEADLINE_MILLIS);
  }

  /** Firewalls do so with connections that they have forgotten. */
  @Test
  void aConnectionThatIsResetOnTheWayIsReplacedAtOnce() throws Exception {
    isReplaced("h1", Partition::resetWhatIsOpen, 0, 2_000);
  }

  private interface Cut {
    void at(Partition network) throws Exception;
  }

  private static void isReplaced(String speech, Cut how, long least, long most) throws Exception {
    String missing = Partition.missing();
    assumeTrue(missing == null, "no network of our own here (root, ip, iptables, ss): " + missing);
    Recorder recorder = new Recorder();
    try (Partition network = new Partition(speech);
        StreamClient client = StreamClient.builder().okHttpClient(trusting()).build()) {
      String scheme = speech.equals("h1") ? "http" : "https";
      network.publish("1");
      network.publish("2");
      client.subscribe(
          StreamRequest.of(scheme + "://" + network.there + ":" + network.port + "/events"),
          recorder);
      assertThat(recorder.nextData(2)).containsExactly("1", "2");
      // The server's rhythm, a comment each half second, is learned from three.
      assertThat(recorder.hears(Gap.class, Duration.ofMillis(2_500))).isFalse();
      assertThat(network.accepts()).isEqualTo(1);

      how.at(network);
      long cut = System.nanoTime();
      network.publish("3");
      assertThat(recorder.nextData(1)).containsExactly("3");
      long millis = (System.nanoTime() - cut) / 1_000_000;
      System.out.println("partition, " + speech + ": replaced after " + millis + " ms");
      assertThat(millis).isBetween(least, most);
      // What is reset may have brought the event before.
      Await.until("another connection", () -> network.accepts() == 2);

      network.heal();
      network.publish("4");
      assertThat(recorder.nextData(1)).containsExactly("4");
      assertThat(recorder.hears(StreamEvent.class, Duration.ofSeconds(3))).isFalse();
      assertThat(network.accepts()).as("no storm").isEqualTo(2);
    }
  }
}
