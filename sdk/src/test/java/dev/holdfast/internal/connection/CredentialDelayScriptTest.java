package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apps that take their time to say what to authenticate with, or do not say it. */
class CredentialDelayScriptTest extends CredentialScript {
  /** As the subscription's, while another thread, so to speak, is in the app. */
  private void begin() {
    stream =
        new RealSubscription(
            world.environment(), request, order(), listener, transports(), memory, over -> {});
    stream.start();
  }

  @Test
  void noDeadlineRunsWhileTheAppIsAsked() {
    request = request.newBuilder().responseTimeout(Duration.ofSeconds(2)).build();
    answers.add(after(seconds(50), any -> Credentials.bearer("slow")));
    begin();
    world.run(10);
    assertThat(token(transport.last())).isEqualTo("slow");
    hears();
    // From now on it does.
    world.run(seconds(2));
    assertThat(heard).contains("retry 1");
    assertThat(transport.lines.get(0).cancelled).isTrue();
  }

  @Test
  void theTimeToProveItselfBeginsWithTheAppsAnswer() {
    request = request.newBuilder().transports(TransportType.SSE, TransportType.LONG_POLL).build();
    answers.add(after(4_000, any -> Credentials.none()));
    begin();
    world.run(4_900);
    assertThat(transport.lines).hasSize(1);
    // With 5 s from the beginning, a poll would look after it by now.
    world.run(2_000);
    assertThat(transport.lines).hasSize(1);
    world.run(3_000);
    assertThat(transport.last().type).isEqualTo(TransportType.LONG_POLL);
  }

  @Test
  void theStreamSaysWhatItWaitsFor() {
    AtomicBoolean looked = new AtomicBoolean();
    answers.add(
        any -> {
          world.run(5);
          assertThat(stream.state()).isEqualTo(ConnectionState.CONNECTING);
          assertThat(stream.diagnostics().heldBy()).contains("credentials provider");
          looked.set(true);
          return Credentials.none();
        });
    start();
    assertThat(looked).isTrue();
    assertThat(stream.diagnostics().heldBy()).isNull();
    transport.last().opens();
    hears("open 1");
  }

  @Test
  void anAppThatDoesNotAnswerWithinAMinuteIsNotWaitedFor() {
    answers.add(
        any -> {
          world.run(59_000);
          assertThat(heard).isEmpty();
          world.run(2_000);
          assertThat(heard).containsExactly("retry 1");
          return Credentials.bearer("late");
        });
    begin();
    assertThat(world.runUntil(() -> !transport.lines.isEmpty(), 120_000)).isTrue();
    // What it says after all opens nothing.
    assertThat(token(transport.last().opens())).isEqualTo("t1");
    world.run(10);
    assertThat(transport.lines).hasSize(1);
    hears("retry 1", "open 2");
  }

  @Test
  void cancelDoesNotWaitForTheApp() {
    answers.add(
        any -> {
          stream.cancel();
          world.run(10);
          assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
          return Credentials.bearer("late");
        });
    begin();
    world.run(seconds(120));
    assertThat(transport.lines).isEmpty();
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error", "checked", "null"})
  void anAppThatHasNoneIsAskedAgainLater(String how) {
    for (int i = 0; i < 3; i++) {
      switch (how) {
        case "exception":
          answers.add(throwing(new IllegalStateException("SECRET")));
          break;
        case "error":
          answers.add(throwing(new StackOverflowError("SECRET")));
          break;
        case "checked":
          answers.add(throwing(new java.io.IOException("SECRET")));
          break;
        default:
          answers.add(any -> null);
          break;
      }
    }
    start();
    assertThat(world.runUntil(() -> !transport.lines.isEmpty(), 60_000)).isTrue();
    transport.last().opens().brings("1");
    hears("retry 1", "retry 2", "retry 3", "open 4", "1");
    StreamException cause = stream.diagnostics().attempts().get(0).cause();
    assertThat(cause.reason()).isEqualTo(Reason.CREDENTIALS_UNAVAILABLE);
    assertThat(cause.getMessage()).contains("http://simulated/").doesNotContain("SECRET");
    // No transport is to blame.
    assertThat(memory.isAvoided(request, TransportType.SSE)).isFalse();
  }

  @Test
  void whatItSaysItselfOfThatIsShown() {
    String why = "the token endpoint is away";
    answers.add(throwing(new StreamException(Reason.CREDENTIALS_UNAVAILABLE, why, null)));
    start();
    assertThat(stream.diagnostics().attempts().get(0).cause()).hasMessageContaining(why);
  }

  @Test
  void aCandidateAsksFromWhereTheStreamIsByThen() {
    Line active = opened("1", "2");
    answers.add(
        any -> {
          world.run(seconds(30));
          active.brings("3", "4", "5");
          return Credentials.none();
        });
    stream.renew();
    Line candidate = next(60_000);
    assertThat(candidate.spec.cursor()).isEqualTo("4");
    candidate.opens().brings("5", "6");
    settle();
    assertThat(active.cancelled).isTrue();
    hears("3", "4", "5", "open 2", "6");
  }
}
