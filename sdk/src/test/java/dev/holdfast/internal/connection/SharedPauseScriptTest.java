package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import org.junit.jupiter.api.Test;

/** A shared stream is paused while all that share it are. */
class SharedPauseScriptTest extends SharingScript {
  private final Ear one = ear();
  private final Ear other = ear();

  private void isPaused(boolean expected) {
    settle();
    assertThat(upstreams).hasSize(1);
    assertThat(transport.last().cancelled).isEqualTo(expected);
    assertThat(one.subscription.state() == ConnectionState.WAITING).isEqualTo(expected);
  }

  @Test
  void whileAnyListensEachHears() {
    transport.last().opens().brings("1");
    one.subscription.pause();
    one.subscription.pause();
    isPaused(false);
    transport.last().brings("2");
    settle();
    one.at("2");
    other.at("2");
    other.subscription.pause();
    isPaused(true);
    one.subscription.resume();
    isPaused(false);
    assertThat(transport.last().spec.cursor()).isEqualTo("2");
  }

  @Test
  void whoJoinsWantsAConnection() {
    transport.last().opens();
    one.subscription.pause();
    other.subscription.pause();
    isPaused(true);
    ear();
    isPaused(false);
  }

  @Test
  void whoLeavesWantsNone() {
    transport.last().opens();
    one.subscription.pause();
    isPaused(false);
    other.subscription.cancel();
    isPaused(true);
    one.subscription.resume();
    isPaused(false);
  }

  @Test
  void theLastOneMayLeaveWhilePaused() {
    transport.last().opens();
    one.subscription.pause();
    other.subscription.pause();
    one.subscription.cancel();
    other.subscription.cancel();
    settle();
    assertThat(transport.last().cancelled).isTrue();
    assertThat(upstreams.get(0).state()).isEqualTo(ConnectionState.CLOSED);
  }
}
