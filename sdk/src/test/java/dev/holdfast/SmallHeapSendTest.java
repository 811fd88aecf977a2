package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sends more than the process could hold, while connections are cut and WebSocket is blocked. */
@Timeout(120)
class SmallHeapSendTest extends SendTest {
  private static final int THREADS = 8;
  private static final int EACH = 1_250;
  private static final int CHARS = 4_096;
  private static final int HEAP_MEGABYTES = 32;

  @Test
  void eachArrivesOnceInItsSendersOrderThroughCutsAndBlocks(@TempDir Path scratch)
      throws Exception {
    Random random = new Random(7);
    AtomicBoolean blocked = new AtomicBoolean();
    log.faults(Served.WEBSOCKET, c -> blocked.get() ? Fault.status(503) : Fault.none());
    log.faults(Served.SEND, c -> c.numberOfKind() % 7 == 0 ? Fault.status(503) : Fault.none());
    sends.replies(
        m -> m.delivery() == 1 && m.id().hashCode() % 50 == 0 ? Reply.none() : Reply.ack());
    log.publish("so that there is a position");
    log.publish("one more, so that a second connection can show that it misses nothing");
    try (SmallApp app =
        SmallApp.start(
            scratch,
            HEAP_MEGABYTES,
            SendingApp.class,
            server.url("/events").toString(),
            "" + THREADS,
            "" + EACH,
            "" + CHARS)) {
      for (int round = 0; app.isRunning(); round++) {
        blocked.set(round % 3 == 2);
        Await.holdsFor(Duration.ofMillis(300 + random.nextInt(200)), app::isRunning);
        server.resetConnections();
      }
      assertThat(app.said())
          .contains("OUTCOME {ACKNOWLEDGED=" + THREADS * EACH + "} 0 left")
          .doesNotContain("OutOfMemoryError");
      assertThat(app.exitValue()).isZero();
    }
    for (int thread = 0; thread < THREADS; thread++) {
      String prefix = thread + ":";
      assertThat(accepted().stream().filter(text -> text.startsWith(prefix)).map(this::head))
          .isEqualTo(IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList());
    }
    assertThat(sends.messages()).hasSize(THREADS * EACH);
    assertThat(sends.messages())
        .extracting(SentMessage::by)
        .contains(Served.SEND, Served.WEBSOCKET);
    assertThat(sends.deliveries()).as("some were repeated").hasSizeGreaterThan(THREADS * EACH);
    long bySocket =
        sends.messages().stream().filter(message -> message.by() == Served.WEBSOCKET).count();
    System.out.println(
        "sent by 8 threads: "
            + sends.messages().size()
            + ", "
            + bySocket
            + " of them by WebSocket, in "
            + sends.deliveries().size()
            + " deliveries");
  }

  private String head(String text) {
    return text.substring(0, text.indexOf(' '));
  }
}
