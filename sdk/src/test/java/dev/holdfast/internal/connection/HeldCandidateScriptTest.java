package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Candidates that wait at the origin's gate while the active connection goes on. */
class HeldCandidateScriptTest extends HeldScript {
  /** More than the history holds. */
  private static final int LAST = 2_003;

  private static void goesOn(Line active, int from) {
    for (int i = from; i <= LAST; i++) {
      active.brings(String.valueOf(i));
    }
  }

  private Line letIn(List<GateTicket> before) {
    heard.clear();
    before.forEach(GateTicket::accepted);
    return reconnected();
  }

  @Test
  void itAsksFromWhereTheStreamIsAsItIsLetIn() {
    Line active = opened("1", "2");
    List<GateTicket> others = crowd(64);
    stream.renew();
    settle();
    assertThat(transport.lines).hasSize(1);
    goesOn(active, 3);
    Line candidate = letIn(others);
    assertThat(candidate.spec.cursor()).isEqualTo("2002");
    candidate.opens().brings("2003");
    hears("open 2");
    assertThat(active.cancelled).isTrue();
    candidate.brings("2004");
    hears("2004");
  }

  @Test
  void soDoesOneThatTakesTheDeadOnesPlaceMeanwhile() {
    Line active = opened("1", "2");
    List<GateTicket> others = crowd(64);
    stream.renew();
    goesOn(active, 3);
    breaks(active);
    Line next = letIn(others);
    assertThat(next.spec.cursor()).isEqualTo("2002");
    next.opens().brings("2003", "2004");
    hears("open 2", "2004");
  }

  @Test
  void soDoesOneAfterACursorThatMayHaveBeenRefused() {
    Line active = opened("1", "2");
    stream.renew();
    Line refused = transport.last();
    assertThat(refused.spec.cursor()).isEqualTo("1");
    List<GateTicket> others = crowd(65);
    refused.ends(Verdict.REFUSED, Reason.HTTP_STATUS, 410);
    settle();
    assertThat(transport.lines).hasSize(2);
    goesOn(active, 3);
    Line candidate = letIn(others);
    assertThat(candidate.spec.cursor()).isEqualTo("2003");
    candidate.opens().brings("2004");
    active.brings("2004");
    hears("2004", "open 3");
  }

  @Test
  void itHasItsTimeOnceItIsLetIn() {
    opened("1", "2");
    world.run(6_000); // A byte of late would show that the origin is there.
    away(8);
    stream.renew();
    world.run(29_000);
    assertThat(transport.lines).hasSize(1);
    othersLeave();
    Line candidate = reconnected();
    world.run(14_500);
    assertThat(candidate.cancelled).isFalse();
    world.run(1_000);
    assertThat(candidate.cancelled).isTrue();
  }
}
