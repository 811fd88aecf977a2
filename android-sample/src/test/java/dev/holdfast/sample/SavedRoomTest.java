package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Receipt;
import java.util.Arrays;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = {26, 34},
    application = android.app.Application.class)
public class SavedRoomTest {
  @Test
  public void comesBackAsItWas() {
    SavedRoom saved =
        new SavedRoom(
            "https://example.com/events",
            "a \"cursor\"",
            Arrays.asList(
                Row.event("chat", "grüß dich \uD83D\uDC4B", 1),
                Row.mine("hello", 2).withFate(Receipt.State.ACKNOWLEDGED).withEcho(),
                Row.of(Row.Kind.GAP, "", 3)));
    SavedRoom back = SavedRoom.fromJson(saved.toJson());
    assertThat(back.stream).isEqualTo(saved.stream);
    assertThat(back.position).isEqualTo(saved.position);
    assertThat(back.rows).usingRecursiveFieldByFieldElementComparator().isEqualTo(saved.rows);
    assertThat(SavedRoom.fromJson(new SavedRoom("s", null, saved.rows).toJson()).position).isNull();
  }

  @Test
  public void whatAnotherVersionWroteIsNoCrash() {
    assertThat(SavedRoom.fromJson("{}")).isNull();
    assertThat(SavedRoom.fromJson("no JSON")).isNull();
    String unknown = "{\"stream\":\"s\",\"rows\":[{\"kind\":\"NEW\",\"time\":1}]}";
    assertThat(SavedRoom.fromJson(unknown)).isNull();
  }

  @Test
  public void theTimelineIsBoundedAndForgetsNoMessageOnItsWay() {
    Timeline timeline = new Timeline();
    long mine = timeline.add(Row.mine("on its way", 0));
    for (int n = 0; n < 10 * Timeline.MAX_ROWS; n++) {
      timeline.add(Row.event("chat", "event " + n, n));
    }
    assertThat(timeline.rows()).hasSize(Timeline.MAX_ROWS);
    assertThat(timeline.get(mine)).isNotNull();
    assertThat(timeline.rows().get(Timeline.MAX_ROWS - 1).text).isEqualTo("event 1999");
  }
}
