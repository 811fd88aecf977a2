package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamRequest;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client remembers of transports. */
class TransportMemoryTest extends Negotiators {
  @Test
  void whatIsRefusedIsRememberedForTheStreamsOfThatPathOnceAnotherTransportWorks() {
    ended(SSE, refused());
    assertThat(new Negotiator(both, TransportOrder.ofStream(both), memory).transport())
        .isEqualTo(SSE);
    negotiator.proven(LONG_POLL);
    assertThat(new Negotiator(both, TransportOrder.ofStream(both), memory).transport())
        .isEqualTo(LONG_POLL);
    StreamRequest otherKey = StreamRequest.of("http://a.example/stream?key=2");
    StreamRequest otherPath = StreamRequest.of("http://a.example/other");
    assertThat(new Negotiator(otherKey, TransportOrder.ofStream(otherKey), memory).transport())
        .isEqualTo(LONG_POLL);
    assertThat(new Negotiator(otherPath, TransportOrder.ofStream(otherPath), memory).transport())
        .isEqualTo(SSE);
  }

  @Test
  void whatSomethingOnTheWayBlocksIsRememberedForTheOriginAndTheNetwork() {
    memory.network("home");
    ended(SSE, end(Verdict.REFUSED, 403));
    negotiator.proven(LONG_POLL);
    StreamRequest otherPath = StreamRequest.of("http://a.example/other");
    StreamRequest otherOrigin = StreamRequest.of("http://b.example/stream");
    assertThat(new Negotiator(otherPath, TransportOrder.ofStream(otherPath), memory).transport())
        .isEqualTo(LONG_POLL);
    assertThat(
            new Negotiator(otherOrigin, TransportOrder.ofStream(otherOrigin), memory).transport())
        .isEqualTo(SSE);
    memory.network("office");
    assertThat(new Negotiator(otherPath, TransportOrder.ofStream(otherPath), memory).transport())
        .isEqualTo(SSE);
    memory.network("home");
    assertThat(new Negotiator(otherPath, TransportOrder.ofStream(otherPath), memory).transport())
        .isEqualTo(LONG_POLL);
  }

  @Test
  void memoryFades() {
    ended(SSE, refused());
    negotiator.proven(LONG_POLL);
    world.run(TimeUnit.NANOSECONDS.toMillis(TransportMemory.KEPT_NANOS) - 1);
    assertThat(new Negotiator(both, TransportOrder.ofStream(both), memory).transport())
        .isEqualTo(LONG_POLL);
    world.run(1);
    assertThat(new Negotiator(both, TransportOrder.ofStream(both), memory).transport())
        .isEqualTo(SSE);
  }

  @Test
  void aTransportThatWorksAgainIsNotAvoidedAnyLonger() {
    memory.refused(both, SSE);
    Negotiator second = new Negotiator(both, TransportOrder.ofStream(both), memory);
    second.ended(LONG_POLL, refused(), false, 0);
    second.proven(SSE);
    assertThat(new Negotiator(both, TransportOrder.ofStream(both), memory).transport())
        .isEqualTo(SSE);
  }

  @Test
  void whatOthersFoundWantingComesLastAndIsTriedBeforeTheStreamCloses() {
    memory.refused(both, SSE);
    assertThatIt(ended(LONG_POLL, end(Verdict.REFUSED, 404)), Next.FALL_BACK, SSE);
    assertThat(ended(SSE, refused()).next).isEqualTo(Next.CLOSE);
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 3 * TransportMemory.FACTS; i++) {
      memory.refused(StreamRequest.of("http://a.example/" + i), SSE);
    }
    assertThat(memory.isAvoided(StreamRequest.of("http://a.example/0"), SSE)).isFalse();
    assertThat(
            memory.isAvoided(
                StreamRequest.of("http://a.example/" + (3 * TransportMemory.FACTS - 1)), SSE))
        .isTrue();
  }

  @Test
  void thePollUrlHasAMemoryOfItsOwn() {
    StreamRequest elsewhere =
        both.newBuilder()
            .longPoll(dev.holdfast.LongPoll.builder().url("http://b.example/poll").build())
            .build();
    memory.refused(both, LONG_POLL);
    assertThat(memory.isAvoided(elsewhere, LONG_POLL)).isFalse();
  }

  @Test
  void theSummaryOfAGiveUpListsWhatEachTransportSaidLast() {
    ended(SSE, lost());
    AttemptEnd last = end(Verdict.LOST, 503);
    ended(LONG_POLL, last);
    assertThat(negotiator.summary(last.cause())).hasMessage("sse: HTTP 500; long-poll: HTTP 503");
  }
}
