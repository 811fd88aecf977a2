package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A listener that fails does so alone. */
class SharingFailureScriptTest extends SharingScript {
  private static final Consumer<String> FAILS_AT_2 =
      what -> {
        if (what.equals("2")) {
          throw new IllegalStateException("no");
        }
      };

  private static StreamRequest.Builder closing() {
    return request().listenerFailures(ListenerFailurePolicy.close().withRetries(1));
  }

  @Test
  void oneSkipsTheOthersGoOn() {
    Ear failing = ear();
    Ear sound = ear();
    failing.action = FAILS_AT_2;
    transport.last().opens().brings("1", "2", "3");
    settle();
    failing.hears("CONNECTING", "OPEN", "open 1", "1", "2", "skipped 2", "3");
    sound.hears("CONNECTING", "OPEN", "open 1", "1", "2", "3");
    failing.at("3");
  }

  @Test
  void oneClosesTheOthersGoOnAndTheLastEndsTheStream() {
    Ear failing = ear(closing());
    Ear sound = ear(closing());
    failing.action = FAILS_AT_2;
    Line line = transport.last().opens().brings("1", "2", "3");
    settle();
    failing.hears(
        "CONNECTING", "OPEN", "open 1", "1", "2", "2", "CLOSED", "closed LISTENER_FAILED");
    failing.at("1");
    assertThat(failing.subscription.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(failing.subscription.closeCause().reason()).isEqualTo(Reason.LISTENER_FAILED);
    sound.hears("CONNECTING", "OPEN", "open 1", "1", "2", "3");
    assertThat(sound.subscription.closeCause()).isNull();
    assertThat(line.cancelled).isFalse();

    sound.action = what -> FAILS_AT_2.accept("2");
    line.brings("4");
    settle();
    sound.hears("4", "4", "CLOSED", "closed LISTENER_FAILED");
    assertThat(line.cancelled).isTrue();
    assertThat(sharing).hasToString("Sharing{0 streams, 0 subscriptions}");
  }

  @Test
  void otherCallbacksMayThrow() {
    Ear failing = ear();
    Ear sound = ear();
    failing.action =
        what -> {
          throw new IllegalStateException(what);
        };
    transport.last().opens().brings("1").breaks();
    reconnected().opens();
    settle();
    failing.hears(
        "CONNECTING",
        "OPEN",
        "open 1",
        "1",
        "skipped 1",
        "WAITING",
        "retry",
        "CONNECTING",
        "OPEN",
        "open 2");
    sound.hears(
        "CONNECTING", "OPEN", "open 1", "1", "WAITING", "retry", "CONNECTING", "OPEN", "open 2");
  }

  @Test
  void whatIsShownNamesNoSecret() {
    StreamRequest.Builder secret =
        request().url("http://me:pass@simulated/?key=secret").header("X", "secret");
    Ear one = ear(secret);
    ear(secret);
    assertThat(one.subscription.toString())
        .isEqualTo("Subscription{CONNECTING, one of 2, " + one.subscription.request() + "}")
        .contains("StreamRequest{GET http://simulated/", ", share}")
        .doesNotContain("secret")
        .doesNotContain("pass");
    assertThat(upstreams).hasSize(1);
    assertThat(upstreams.get(0).toString()).doesNotContain("secret");
  }
}
