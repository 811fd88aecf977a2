package dev.holdfast.internal.transport;

import static dev.holdfast.internal.transport.PollWorld.after;
import static dev.holdfast.internal.transport.PollWorld.request;
import static dev.holdfast.internal.transport.PollWorld.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.DialectEvent;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.util.function.UnaryOperator;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** How a loop of polls is cancelled, and how it ends, in simulated time. */
class PollLoopEndTest extends PollLoops {
  @Test
  void aCancelBeforeTheStartAsksNothing() throws Exception {
    Attempt attempt = polls.open(request(UnaryOperator.identity()), null);
    attempt.cancel();
    polls.world.run(10);
    assertThat(polls.requests).isEmpty();
    sink.expectEnd();
    nothingIsLeft();
  }

  @Test
  void aCancelEndsAPollAtOnce() throws Exception {
    polls.then(after(polls, 1_000_000, ""));
    Attempt attempt = polls.open(request(UnaryOperator.identity()), null);
    polls.world.after(2_000, attempt::cancel);
    polls.world.run(2_010);
    sink.expectEnd();
    nothingIsLeft();
  }

  @Test
  void aCancelWhileTheSinkListensEndsAfterThatEvent() throws Exception {
    polls.then(after(polls, 0, "1|x\n2|y"));
    Attempt attempt = polls.open(request(UnaryOperator.identity()), null);
    sink.onEvent(attempt::cancel);
    polls.world.run(100);
    sink.expect("opened long-poll", "proven", "1@1 message x");
    sink.expectEnd();
    assertThat(polls.requests).hasSize(1);
    nothingIsLeft();
  }

  @Test
  void aCancelInADialectThatReturnsIsAnEndAndInOneThatDoesNotTheReaderIsGivenUp() throws Exception {
    Attempt[] attempt = new Attempt[1];
    long[] takes = {500};
    LineDialect cancelling =
        new LineDialect() {
          @Override
          public PollAnswer read(PollResponse response) throws IOException {
            attempt[0].cancel();
            polls.world.run(takes[0]);
            attempt[0].cancel();
            polls.world.run(takes[0]);
            return super.read(response);
          }
        };
    polls.then(after(polls, 0, "1|x"));
    attempt[0] = polls.open(request(b -> b.dialect(cancelling)), null);
    polls.world.run(2_000);
    sink.awaitEnd();
    takes[0] = 700;
    attempt[0] = polls.open(request(b -> b.dialect(cancelling)), null);
    polls.world.run(5_000);
    sink.expect("abandoned");
    nothingIsLeft();
  }

  @Test
  void anIdleConnectionThatTheServerClosedCostsNothing() throws Exception {
    polls.then(after(polls, 0, "1|x"));
    polls.then(PollLoopTest::reset).then(after(polls, 0, "2|x"));
    polls.then(PollLoopTest::reset).then(after(polls, 0, "3|x"));
    polls.then(PollLoopTest::reset).then(PollLoopTest::reset);
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(1_000);
    sink.expect("opened long-poll", "proven", "1@1 message x", "asked 1", "2@2 message x");
    sink.expect("asked 2", "3@3 message x");
    end(sink.expectEnd(), Verdict.LOST, Reason.CONNECTION_LOST, "reset");
    assertThat(polls.asked()).containsExactly("5", "25 1", "25 1", "25 2", "25 2", "25 3", "25 3");
    nothingIsLeft();
  }

  @Test
  void beforeAnyAnswerItIsAFailure() throws Exception {
    polls.then(PollLoopTest::reset);
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(1_000);
    end(sink.expectEnd(), Verdict.LOST, Reason.CONNECTION_LOST, "reset");
    assertThat(polls.requests).hasSize(1);
  }

  @Test
  void soIsAServerThatIsNotThereAnyMore() throws Exception {
    polls
        .then(after(polls, 0, "1|x"))
        .then(
            chain -> {
              throw new ConnectException("refused");
            });
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(1_000);
    sink.expect("opened long-poll", "proven", "1@1 message x");
    end(sink.expectEnd(), Verdict.UNREACHABLE, Reason.UNREACHABLE, "refused");
    assertThat(polls.requests).hasSize(2);
  }

  @Test
  void anAnswerThatWasFoundElsewhereComesFirst() throws Exception {
    polls.then(after(polls, 0, "3|y")).then(after(polls, 100_000, ""));
    ConnectionInfo info = new ConnectionInfo(TransportType.SSE, 1, 200, Headers.of("A", "b"));
    PollAnswer answer =
        PollAnswer.builder().event(DialectEvent.of("2", null, "x")).gap("1", "2").build();
    AttemptEnd end =
        AttemptEnd.of(Verdict.REFUSED, Reason.CONTENT_TYPE, "no stream")
            .with(new PolledResponse(info, answer, false));
    polls.open(
        new AttemptSpec(request(UnaryOperator.identity()).build(), 7, "1", false).after(end));
    polls.play(100);
    sink.expect("opened long-poll", "proven", "gap 1 2", "2@2 message x", "asked 2");
    sink.expect("3@3 message y");
    assertThat(polls.asked()).containsExactly("25 2", "25 3");
    assertThat(sink.connection.attempt()).isEqualTo(7);
    assertThat(sink.connection.headers().get("A")).isEqualTo("b");
  }

  @Test
  void aCursorThatIsRefusedLaterIsToldToo() throws Exception {
    polls.then(after(polls, 0, "1|x")).then(chain -> response(chain, 410, ""));
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(100);
    sink.expect("opened long-poll", "proven", "1@1 message x");
    assertThat(sink.expectEnd().mayRefuseCursor()).isTrue();
  }

  @Test
  void withoutACursorNoneIsRefused() throws Exception {
    polls.then(chain -> response(chain, 410, ""));
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(100);
    assertThat(sink.expectEnd().mayRefuseCursor()).isFalse();
  }

  @Test
  void whatInterceptorsOfTheAppThrowIsContained() throws Exception {
    polls.then(
        chain -> {
          throw new IllegalStateException("theirs");
        });
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(100);
    end(sink.expectEnd(), Verdict.LOST, Reason.CONNECTION_LOST, "unexpected failure");
    nothingIsLeft();
  }

  @Test
  void aBrokenPollIsNotRepeatedWhereItMayNotBe() throws Exception {
    sink.mayAskAgain = false;
    polls.then(after(polls, 0, "1|x")).then(PollLoops::reset);
    polls.open(request(UnaryOperator.identity()), null);
    polls.world.run(100);
    assertThat(polls.requests).hasSize(2);
    sink.expect("opened long-poll", "proven", "1@1 message x");
    end(sink.expectEnd(), Verdict.LOST, Reason.CONNECTION_LOST, "");
    nothingIsLeft();
  }
}
