package dev.holdfast.internal.transport;

import static dev.holdfast.internal.transport.PollWorld.after;
import static dev.holdfast.internal.transport.PollWorld.request;
import static dev.holdfast.internal.transport.PollWorld.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When a loop polls, and when it gives up, in simulated time. */
class PollLoopTest extends PollLoops {
  @Test
  void theFirstPollIsHeldForTheProofOnlyAndTheRestAsSet() throws Exception {
    polls.then(after(polls, 5_000, "")).then(after(polls, 25_000, ""));
    polls.then(after(polls, 3_000, "7|x")).then(after(polls, 25_000, ""));
    polls.open(request(UnaryOperator.identity()), "6");
    polls.play(59_000);
    assertThat(polls.asked()).containsExactly("5 6", "25 6", "25 6", "25 7", "25 7");
    sink.expect("opened long-poll", "proven", "asked 6", "7@7 message x");
    nothingIsLeft();
  }

  @Test
  void aHoldIsAskedInWholeSeconds() {
    polls.then(after(polls, 1_000, "")).then(after(polls, 2_000, ""));
    polls.open(
        request(b -> b.hold(Duration.ofMillis(1_200))).proofTimeout(Duration.ofMillis(200)), null);
    polls.play(2_500);
    assertThat(polls.asked()).containsExactly("1", "2");
  }

  @Test
  void noHoldIsNone() {
    polls.then(after(polls, 1_500, ""));
    polls.open(request(b -> b.hold(Duration.ZERO)), null);
    polls.world.run(2_000);
    // A server that is slow and may not hold is not asked at once.
    assertThat(polls.asked()).containsExactly("0");
  }

  @Test
  void aPauseHoldsNoThread() throws Exception {
    List<Runnable> running = new ArrayList<>();
    polls.readers =
        task ->
            polls.world.execute(
                () -> {
                  running.add(task);
                  task.run();
                  running.remove(task);
                });
    polls.then(after(polls, 0, "1|x"));
    Attempt attempt = polls.open(request(b -> b.interval(Duration.ofSeconds(20))), null);
    polls.world.run(30_000);
    sink.expect("opened long-poll", "proven", "1@1 message x", "asked 1", "1@1 message x");
    assertThat(running).isEmpty();
    assertThat(polls.times.get(1) - polls.times.get(0)).isBetween(20_000L, 20_010L);
    attempt.cancel();
    attempt.cancel();
    polls.world.run(10);
    sink.expectEnd();
    nothingIsLeft();
  }

  @Test
  void whateverTheServerDoesItIsNotAHotLoop() {
    int[] n = {0};
    polls.then(chain -> response(chain, 200, ++n[0] + "|x"));
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(1_000);
    assertThat(polls.requests.size()).isBetween(100, 501);
  }

  @Test
  void aPollThatIsNotAnsweredEndsTheAttemptTenSecondsAfterItsHold() throws Exception {
    polls.then(after(polls, 1_000_000, ""));
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(20_000);
    assertThat(endedAt).isBetween(15_000L, 15_010L);
    end(sink.expectEnd(), Verdict.UNREACHABLE, Reason.TIMEOUT, "no answer within 15 s");
    nothingIsLeft();
  }

  @Test
  void withADialectWhoseServersNeverSayNothingItIsAskedAgain() throws Exception {
    LineDialect patient =
        new LineDialect() {
          @Override
          public boolean holdsUntilEvent() {
            return true;
          }
        };
    polls.then(after(polls, 1_000_000, "")).then(after(polls, 1_000_000, ""));
    polls.then(after(polls, 0, "1|x")).then(after(polls, 1_000_000, ""));
    Object pool = polls.clients.client(0, false).connectionPool();
    polls.open(request(b -> b.dialect(patient)), "0");
    polls.play(31_000);
    assertThat(polls.asked()).containsExactly("5 0", "5 0", "5 0", "25 1");
    sink.expect("opened long-poll", "proven", "1@1 message x");
    sink.expectNothing();
    assertThat(polls.clients.client(0, false).connectionPool()).isNotSameAs(pool);
  }

  @Test
  void aReaderThatDoesNotComeBackIsGivenUpAndIgnored() throws Exception {
    boolean[] back = {false};
    LineDialect stuck =
        new LineDialect() {
          @Override
          public PollAnswer read(PollResponse response) throws IOException {
            polls.world.run(60_000);
            back[0] = true;
            return super.read(response);
          }
        };
    polls.then(after(polls, 0, "1|x"));
    polls.open(request(b -> b.dialect(stuck)), null);
    polls.world.run(100_000);
    assertThat(endedAt).isBetween(16_000L, 16_010L);
    assertThat(back[0]).isTrue();
    sink.expect("abandoned");
    end(sink.end, Verdict.LOST, Reason.DIALECT_FAILED, "dialect lines did not return in time");
    assertThat(polls.requests).hasSize(1);
    nothingIsLeft();
  }

  @Test
  void soIsOneThatIsStuckInTheNetwork() throws Exception {
    polls.then(
        chain -> {
          polls.world.run(60_000);
          return response(chain, 200, "1|x");
        });
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(100_000);
    sink.expect("abandoned");
    end(sink.end, Verdict.UNREACHABLE, Reason.TIMEOUT, "no answer within 15 s");
    nothingIsLeft();
  }

  @Test
  void aDialectThatIsLateByLessIsHeard() throws Exception {
    LineDialect slow =
        new LineDialect() {
          @Override
          public PollAnswer read(PollResponse response) throws IOException {
            PollAnswer answer = super.read(response);
            polls.world.run(15_500);
            return answer;
          }
        };
    polls.then(after(polls, 0, "1|x")).then(after(polls, 100_000, ""));
    polls.open(request(b -> b.dialect(slow)), null);
    polls.play(20_000);
    sink.expect("opened long-poll", "proven", "1@1 message x");
    sink.expectNothing();
  }

  @Test
  void aSlowAppIsNotTakenForAStuckReader() throws Exception {
    polls.then(after(polls, 0, "1|x")).then(after(polls, 100_000, ""));
    sink.onEvent(() -> polls.world.run(100_000));
    polls.open(request(UnaryOperator.identity()), null);
    polls.play(110_000);
    sink.expect("opened long-poll", "proven", "1@1 message x");
    sink.expectNothing();
  }

  @Test
  void noThreadAfterAPauseIsAnEnd() throws Exception {
    polls.then(after(polls, 0, ""));
    int[] tasks = {0};
    polls.readers =
        task -> {
          if (++tasks[0] > 1) {
            throw new RejectedExecutionException("full");
          }
          polls.world.execute(task);
        };
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(5_000);
    sink.expect("opened long-poll", "proven", "abandoned");
    end(sink.end, Verdict.UNREACHABLE, Reason.RESOURCES, "no thread to poll on");
    nothingIsLeft();
  }

  @Test
  void noThreadAtTheStartIsAnException() {
    polls.readers =
        task -> {
          throw new RejectedExecutionException("full");
        };
    assertThatThrownBy(() -> polls.open(request(UnaryOperator.identity()), null))
        .isInstanceOf(RejectedExecutionException.class);
    nothingIsLeft();
  }

  @Test
  void aThreadThatNeverComesIsNotWaitedForForEver() throws Exception {
    List<Runnable> queue = new ArrayList<>();
    polls.readers = queue::add;
    polls.open(request(UnaryOperator.identity()).responseTimeout(Duration.ofSeconds(3)), null);
    polls.world.run(3_001);
    sink.expect("abandoned");
    end(sink.end, Verdict.UNREACHABLE, Reason.RESOURCES, "within 3000 ms");
    queue.forEach(Runnable::run);
    assertThat(polls.requests).isEmpty();
    nothingIsLeft();
  }
}
