package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.sim.World;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;

/** A negotiator, and ends of attempts to tell it. */
abstract class Negotiators {
  final World world = new World(1);
  final TransportMemory memory = new TransportMemory(world);
  final StreamRequest both = StreamRequest.of("http://a.example/stream?key=1");
  final Negotiator negotiator = new Negotiator(both, TransportOrder.ofStream(both), memory);

  static Negotiator of(TransportMemory memory, TransportType... order) {
    StreamRequest request =
        StreamRequest.builder("http://a.example/stream").transports(order).build();
    return new Negotiator(request, TransportOrder.ofStream(request), memory);
  }

  static AttemptEnd end(Verdict verdict, int status) {
    Reason reason =
        status == 401 || status == 403 ? Reason.CREDENTIALS_REFUSED : Reason.HTTP_STATUS;
    return new AttemptEnd(verdict, new StreamException(reason, "HTTP " + status, status, null), 0);
  }

  static AttemptEnd refused() {
    return end(Verdict.REFUSED, 406);
  }

  static AttemptEnd lost() {
    return end(Verdict.LOST, 500);
  }

  Decision ended(TransportType type, AttemptEnd end) {
    return ended(type, end, 0);
  }

  Decision ended(TransportType type, AttemptEnd end, long second) {
    return negotiator.ended(type, end, false, TimeUnit.SECONDS.toNanos(second));
  }

  static void assertThatIt(Decision decision, Next next, TransportType transport) {
    assertThat(decision.next).isEqualTo(next);
    assertThat(decision.transport).isEqualTo(transport);
  }
}
