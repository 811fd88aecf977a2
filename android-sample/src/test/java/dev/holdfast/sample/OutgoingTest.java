package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import android.os.Handler;
import android.os.Looper;
import dev.holdfast.Receipt;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class OutgoingTest extends AppTest {
  private static final long HOUR = 3_600_000;

  private final AtomicLong now = new AtomicLong(HOUR);
  private final Timeline timeline = new Timeline();
  private final Outgoing outgoing =
      new Outgoing(timeline, new Handler(Looper.getMainLooper())::post, now::get, () -> {});

  @Test
  public void anEchoIsKnownHoweverLongTheMessageWaited() throws Exception {
    outgoing.send("written in a tunnel");
    now.addAndGet(HOUR);
    try (StreamClient client = StreamClient.builder().build()) {
      StreamRequest request = StreamRequest.builder(server.url("/events").toString()).build();
      outgoing.open(client.open(request, event -> {}));
      Device.await("acknowledged", () -> timeline.rows().get(0).fate == Receipt.State.ACKNOWLEDGED);
    }
    now.addAndGet(50_000);
    assertThat(outgoing.isEcho("written in a tunnel")).isTrue();
    assertThat(outgoing.isEcho("written in a tunnel")).as("someone else's").isFalse();
  }

  @Test
  public void whatHasNotGoneOutHasNoEcho() {
    outgoing.send("ok"); // There is no channel.
    assertThat(outgoing.isEcho("ok")).as("waiting").isFalse();
    outgoing.restore(mine("no", Receipt.State.REJECTED));
    assertThat(outgoing.isEcho("no")).as("rejected").isFalse();
  }

  @Test
  public void eachMessageHasOneEcho() {
    outgoing.restore(mine("ok", Receipt.State.ACKNOWLEDGED));
    outgoing.restore(mine("ok", Receipt.State.UNKNOWN));
    assertThat(outgoing.isEcho("other")).isFalse();
    assertThat(outgoing.isEcho("ok")).isTrue();
    assertThat(outgoing.isEcho("ok")).isTrue();
    assertThat(outgoing.isEcho("ok")).isFalse();
    outgoing.restore(mine("late", Receipt.State.ACKNOWLEDGED));
    now.addAndGet(60_000);
    assertThat(outgoing.isEcho("late")).as("a minute after it").isFalse();
  }

  @Test
  public void sendsAgainWhatIsInDoubtOnceThereIsRoom() {
    outgoing.restore(mine("in doubt", Receipt.State.UNKNOWN));
    long number = timeline.entries().get(0).number;
    for (int n = 0; n < Outgoing.MAX_UNDECIDED; n++) {
      assertThat(outgoing.send("waiting")).isTrue();
    }
    assertThat(outgoing.sendAgain(number)).as("too many").isFalse();
    assertThat(timeline.get(number)).isNotNull();

    timeline.remove(number + 1);
    assertThat(outgoing.sendAgain(number)).isTrue();
    assertThat(timeline.get(number)).isNull();
    assertThat(timeline.find(row -> row.text.equals("in doubt") && row.isUndecided())).isNotZero();
    assertThat(outgoing.sendAgain(number)).as("nothing to do").isTrue();
  }

  private Row mine(String text, Receipt.State fate) {
    return Row.mine(text, now.get()).withFate(fate);
  }
}
