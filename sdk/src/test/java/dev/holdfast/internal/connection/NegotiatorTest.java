package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of negotiation, one by one. */
class NegotiatorTest extends Negotiators {
  @Test
  void aStreamBeginsWithTheBest() {
    assertThat(negotiator.transport()).isEqualTo(SSE);
    assertThat(of(memory, LONG_POLL, SSE).transport()).isEqualTo(LONG_POLL);
  }

  @Test
  void aRefusalBeforeProofLeadsToTheNextTransportAtOnce() {
    assertThatIt(ended(SSE, refused()), Next.FALL_BACK, LONG_POLL);
  }

  @Test
  void aStreamThatEveryTransportRefusesClosesWithOneErrorThatListsEachVerdict() {
    ended(SSE, refused());
    Decision decision = ended(LONG_POLL, end(Verdict.REFUSED, 404));
    assertThat(decision.next).isEqualTo(Next.CLOSE);
    assertThat(decision.cause)
        .isNotNull()
        .hasMessage("no transport works: sse: HTTP 406; long-poll: HTTP 404")
        .extracting(StreamException::reason)
        .isEqualTo(Reason.NO_TRANSPORT);
    assertThat(decision.cause.getSuppressed()).hasSize(1);
  }

  @Test
  void aStreamWithOneTransportClosesWithThatOnesOwnError() {
    Negotiator alone = of(memory, SSE);
    AttemptEnd end = refused();
    Decision decision = alone.ended(SSE, end, false, 0);
    assertThat(decision.next).isEqualTo(Next.CLOSE);
    assertThat(decision.cause).isSameAs(end.cause());
  }

  @Test
  void aFailureBeforeProofMovesOnToTheNextOfTheRoundAndAfterTheLastOneWaits() {
    assertThatIt(ended(SSE, lost()), Next.FALL_BACK, LONG_POLL);
    assertThatIt(ended(LONG_POLL, lost()), Next.RETRY, SSE);
    assertThatIt(ended(SSE, lost()), Next.FALL_BACK, LONG_POLL);
  }

  @Test
  void aRoundBeginsWithTheBestThatWasNotRefused() {
    ended(SSE, refused());
    assertThatIt(ended(LONG_POLL, lost()), Next.RETRY, LONG_POLL);
    assertThatIt(ended(LONG_POLL, lost()), Next.RETRY, LONG_POLL);
  }

  @Test
  void anUnreachableServerDemotesNothing() {
    for (int i = 0; i < 100; i++) {
      assertThatIt(ended(SSE, end(Verdict.UNREACHABLE, 0), i * 60), Next.RETRY, SSE);
    }
    negotiator.proven(SSE);
    for (int i = 0; i < 100; i++) {
      assertThatIt(ended(SSE, end(Verdict.UNREACHABLE, 0), i * 60), Next.RETRY, SSE);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rejectedCredentialsAndCertificatesCloseAtOnce(boolean proven) {
    if (proven) {
      negotiator.proven(SSE);
    }
    Decision decision = ended(SSE, end(Verdict.REJECTED, 401));
    assertThat(decision.next).isEqualTo(Next.CLOSE);
    assertThat(decision.cause).hasMessage("HTTP 401");
  }

  @Test
  void aForbiddenPageBeforeProofComesFromAMiddleboxAndRotates() {
    assertThatIt(ended(SSE, end(Verdict.REFUSED, 403)), Next.FALL_BACK, LONG_POLL);
  }

  @Test
  void forbiddenPagesByEveryTransportAreRefusedCredentials() {
    ended(SSE, end(Verdict.REFUSED, 403));
    Decision decision = ended(LONG_POLL, end(Verdict.REFUSED, 403));
    assertThat(decision.cause)
        .extracting(StreamException::reason)
        .isEqualTo(Reason.CREDENTIALS_REFUSED);
  }

  @Test
  void aForbiddenPageAfterProofCloses() {
    negotiator.proven(SSE);
    assertThat(ended(SSE, end(Verdict.REFUSED, 403)).next).isEqualTo(Next.CLOSE);
  }

  @Test
  void noContentEndsAStreamOnceSseWasProven() {
    negotiator.proven(SSE);
    assertThat(ended(SSE, end(Verdict.ENDED, 204)).next).isEqualTo(Next.FINISH);
  }

  @Test
  void noContentEndsAStreamWhereSseIsTheOnlyTransport() {
    assertThat(of(memory, SSE).ended(SSE, end(Verdict.ENDED, 204), false, 0).next)
        .isEqualTo(Next.FINISH);
  }

  @Test
  void noContentBeforeProofIsFollowedByOnePoll() {
    assertThatIt(ended(SSE, end(Verdict.ENDED, 204)), Next.FALL_BACK, LONG_POLL);
    assertThat(ended(LONG_POLL, refused()).next).isEqualTo(Next.FINISH);
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"LOST", "UNREACHABLE", "REFUSED"})
  void thatPollIsOneHoweverItFails(Verdict verdict) {
    ended(SSE, end(Verdict.ENDED, 204));
    assertThat(ended(LONG_POLL, end(verdict, 500)).next).isEqualTo(Next.FINISH);
  }

  @Test
  void aPollThatWorksAfterNoContentIsTheStream() {
    ended(SSE, end(Verdict.ENDED, 204));
    negotiator.proven(LONG_POLL);
    assertThatIt(negotiator.ended(LONG_POLL, lost(), true, 0), Next.RETRY, LONG_POLL);
  }

  @Test
  void afterProofRetriesStickToTheProvenTransport() {
    ended(SSE, refused());
    negotiator.proven(LONG_POLL);
    for (int i = 0; i < 100; i++) {
      assertThatIt(
          negotiator.ended(LONG_POLL, lost(), true, TimeUnit.HOURS.toNanos(i)),
          Next.RETRY,
          LONG_POLL);
    }
  }

  @Test
  void aProvenStreamThatMeetsRefusalsForTwentySecondsSurvives() {
    negotiator.proven(SSE);
    for (int second = 0; second <= 20; second++) {
      assertThatIt(ended(SSE, refused(), second), Next.RETRY, SSE);
    }
  }

  @Test
  void aProvenTransportIsDemotedAfterThreeRefusalsOverThirtySeconds() {
    negotiator.proven(SSE);
    ended(SSE, refused(), 0);
    ended(SSE, refused(), 15);
    assertThatIt(ended(SSE, refused(), 30), Next.FALL_BACK, LONG_POLL);
  }

  @Test
  void twoRefusalsAreTooFewHoweverFarApart() {
    negotiator.proven(SSE);
    ended(SSE, refused(), 0);
    assertThatIt(ended(SSE, refused(), 600), Next.RETRY, SSE);
  }

  @Test
  void proofEndsAnOutage() {
    negotiator.proven(SSE);
    ended(SSE, refused(), 0);
    ended(SSE, refused(), 20);
    negotiator.proven(SSE);
    assertThatIt(ended(SSE, refused(), 40), Next.RETRY, SSE);
  }

  @Test
  void aStreamThatIsRefusedByAllForLongCloses() {
    negotiator.proven(SSE);
    ended(SSE, refused(), 0);
    ended(SSE, refused(), 15);
    ended(SSE, refused(), 30);
    Decision decision = ended(LONG_POLL, end(Verdict.REFUSED, 404), 30);
    assertThat(decision.next).isEqualTo(Next.CLOSE);
    assertThat(decision.cause).hasMessageContaining("sse: HTTP 406; long-poll: HTTP 404");
  }

  @Test
  void aProvenTransportThatOnlyFailsForLongGivesTheOthersTheirChance() {
    negotiator.proven(SSE);
    ended(SSE, lost(), 0);
    ended(SSE, lost(), 15);
    assertThatIt(ended(SSE, lost(), 30), Next.FALL_BACK, LONG_POLL);
    assertThatIt(ended(LONG_POLL, lost(), 30), Next.RETRY, SSE);
  }

  @Test
  void aDeployAfterAnOutageDoesNotCloseAStreamThatWasProven() {
    negotiator.proven(SSE);
    ended(SSE, lost(), 0);
    ended(SSE, lost(), 15);
    ended(SSE, lost(), 30);
    ended(LONG_POLL, lost(), 30);
    negotiator.proven(SSE);
    ended(SSE, refused(), 100);
    assertThatIt(ended(SSE, refused(), 120), Next.RETRY, SSE);
  }

  @Test
  void aStatusThatMayBeAboutTheCursorIsTriedWithoutIt() {
    for (int status : new int[] {400, 410, 412, 422}) {
      assertThatIt(
          ended(SSE, end(Verdict.REFUSED, status).cursorSeen()), Next.RETRY_WITHOUT_CURSOR, SSE);
      assertThatIt(
          ended(LONG_POLL, end(Verdict.REFUSED, status).cursorSeen()),
          Next.RETRY_WITHOUT_CURSOR,
          LONG_POLL);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 404, 409, 429, 500, 503})
  void noOtherStatusIsAboutTheCursor(int status) {
    assertThat(ended(SSE, end(Verdict.LOST, status).cursorSeen()).next)
        .isNotEqualTo(Next.RETRY_WITHOUT_CURSOR);
  }
}
