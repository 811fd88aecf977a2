package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections whose credentials expire. */
class CredentialExpiryScriptTest extends CredentialScript {
  CredentialExpiryScriptTest() {
    request = request.newBuilder().heartbeat(HeartbeatPolicy.none()).build();
  }

  /** How long after the answer the app is asked again: at least, and at most. */
  @ParameterizedTest
  @CsvSource({
    "400, 250, 250",
    "800, 275, 400",
    "2000, 1375, 1500",
    "60000, 52500, 54000",
    "3600000, 3562500, 3570000",
    "86400000, 86362500, 86370000"
  })
  void aConnectionIsReplacedBeforeTheyExpire(long lives, long least, long most) {
    answers.add(living("a", lives));
    Line first = opened("1", "2");
    long start = world.millis();
    Line second = next(lives);
    assertThat(world.millis() - start).isBetween(least - 10, most + 10);
    asked("FIRST", "EXPIRING");
    second.opens().brings("2");
    settle();
    assertThat(first.cancelled).isTrue();
    hears("open 2");
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void thatGoesOnForAsLongAsTheStreamLives() {
    answers.add(living("t0", 2_000));
    opened("1", "2");
    long start = world.millis();
    for (int i = 1; i <= 100; i++) {
      answers.add(living("t" + i, 2_000));
      Line next = next(2_000);
      assertThat(token(next)).isEqualTo("t" + i);
      next.opens().brings("2");
      settle();
      assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    }
    assertThat(world.millis() - start).isGreaterThan(100 * 1_375);
    assertThat(transport.lines.stream().filter(line -> !line.cancelled)).hasSize(1);
  }

  /** A server that cuts what has expired, and has nothing to say on the other connection. */
  @Test
  void aQuietStreamStaysOpenWhenTheOldConnectionIsCut() {
    answers.add(living("a", 2_000));
    Line first = opened("1");
    Line second = next(2_000).opens();
    settle();
    world.run(400);
    breaks(first);
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    second.brings("2");
    hears("open 2", "2");
  }

  @Test
  void withoutOverlapTheOldConnectionIsClosedFirst() {
    request = request.newBuilder().overlap(false).build();
    answers.add(living("a", 2_000));
    Line first = opened("1", "2");
    Line second = next(2_000);
    assertThat(first.cancelled).isTrue();
    assertThat(second.spec.cursor()).isEqualTo("2");
    asked("FIRST", "EXPIRING");
  }

  @Test
  void aStreamWithoutIdentifiersIsClosedFirst() {
    answers.add(living("a", 2_000));
    start();
    Line first = transport.last().opens();
    first.bringsWithoutId(null, "x");
    settle();
    next(2_000);
    assertThat(first.cancelled).isTrue();
  }

  @Test
  void anAppThatHasNoOthersIsAskedAgainAndTheConnectionStays() {
    answers.add(living("a", 60_000));
    Line first = opened("1", "2");
    for (int i = 0; i < 3; i++) {
      answers.add(throwing(new IllegalStateException()));
    }
    next(60_000).opens().brings("2");
    asked("FIRST", "EXPIRING", "EXPIRING", "EXPIRING", "EXPIRING");
    settle();
    assertThat(first.cancelled).isTrue();
    hears("open 5");
  }

  /** A quarter, a half, one, two seconds: each time anew. */
  @Test
  void freshOnesMakeItAskSoonAgainTheNextTime() {
    answers.add(living("t", 60_000));
    opened("1", "2");
    for (int times = 0; times < 3; times++) {
      long[] first = new long[1];
      answers.add(
          any -> {
            first[0] = world.millis();
            return null;
          });
      answers.add(any -> null);
      answers.add(any -> null);
      answers.add(living("t", 60_000));
      next(60_000).opens().brings("2");
      settle();
      assertThat(world.millis() - first[0]).isBetween(1_750L, 1_800L);
    }
  }

  @Test
  void expiredOnesForEverAreUsedAndAskedForEverMoreSlowly() {
    Credentials expired = Credentials.bearer("old").withExpiry(Instant.EPOCH);
    for (int i = 0; i < 10_000; i++) {
      answers.add(any -> expired);
    }
    opened("1", "2");
    long end = world.millis() + seconds(3_600);
    while (world.millis() < end) {
      int before = transport.lines.size();
      if (world.runUntil(() -> transport.lines.size() > before, end - world.millis())) {
        transport.last().opens().brings("2");
        settle();
        assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
      }
    }
    // 250 ms, 500 ms, … 5 min.
    assertThat(asked.size()).isBetween(15, 26);
  }

  @Test
  void expiredOnesBreakNoConnectionThatCannotBeReplaced() {
    request = request.newBuilder().overlap(false).build();
    answers.add(any -> Credentials.bearer("old").withExpiry(Instant.MIN));
    Line first = opened("1", "2");
    world.run(seconds(3_600));
    assertThat(first.cancelled).isFalse();
    assertThat(asked).hasSize(1);
  }

  @Test
  void onesThatLastForEverAreNotAskedForAgain() {
    answers.add(any -> Credentials.bearer("a").withExpiry(Instant.MAX));
    opened("1", "2");
    world.run(seconds(86_400));
    assertThat(asked).hasSize(1);
  }

  @Test
  void aCachedOneThatIsAlmostOverIsReplacedAsSoonAsThereIsAnother() {
    Instant over = Instant.ofEpochMilli(world.wallMillis() + 2_000);
    Credentials cached = Credentials.bearer("cached").withExpiry(over);
    answers.add(any -> cached);
    opened("1", "2");
    // The app looks at its clock alone, and has the same until the very end.
    for (int i = 0; i < 20; i++) {
      answers.add(
          question ->
              world.wallMillis() < over.toEpochMilli()
                  ? cached
                  : living("new", 60_000).credentials(question));
    }
    while (!token(transport.last()).equals("new")) {
      next(seconds(10)).opens().brings("2");
      settle();
    }
    assertThat(world.wallMillis() - over.toEpochMilli()).isBetween(0L, 700L);
    assertThat(asked.size()).isLessThan(6);
  }
}
