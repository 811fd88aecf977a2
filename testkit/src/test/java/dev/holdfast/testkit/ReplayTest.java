package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e");

  @AfterEach
  void close() {
    server.assertExhausted();
    server.close();
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      log.publish("x");
    }
  }

  /**
   * The IDs that one connection gets: a replay, then "live", which ends the stream's connections.
   */
  private List<String> ids(RawClient client) throws Exception {
    try (client) {
      log.publish("live", null, "x");
      log.disconnect();
      List<String> ids = new ArrayList<>();
      Matcher id = Pattern.compile("id: (.*)").matcher(client.rest());
      while (id.find()) {
        ids.add(id.group(1));
      }
      return ids;
    }
  }

  private List<String> resumed(String cursor) throws Exception {
    return ids(RawClient.resume(server, "/e", cursor));
  }

  private List<String> fresh() throws Exception {
    return ids(RawClient.open(server, "/e"));
  }

  @Test
  void exact() throws Exception {
    publish(5);
    assertThat(resumed("3")).containsExactly("4", "5", "live");
    assertThat(resumed("live")).containsExactly("live");
  }

  @Test
  void aLongReplayIsComplete() throws Exception {
    publish(5_000);
    List<String> ids = resumed("1");
    assertThat(ids).hasSize(5_000).startsWith("2", "3").endsWith("5000", "live");
  }

  @Test
  void anUnknownIdStartsOver() throws Exception {
    publish(2);
    assertThat(resumed("77")).containsExactly("1", "2", "live");
  }

  @Test
  void withoutACursorFromNowOrFromTheBeginning() throws Exception {
    publish(2);
    assertThat(fresh()).containsExactly("live");
    log.startFromBeginning();
    assertThat(fresh()).containsExactly("1", "2", "live", "live");
    log.startFromNow();
    assertThat(fresh()).containsExactly("live");
  }

  @Test
  void extra() throws Exception {
    log.replay(Replay.extra(2));
    publish(5);
    assertThat(resumed("3")).containsExactly("2", "3", "4", "5", "live");
  }

  @Test
  void extraStopsAtTheStart() throws Exception {
    log.replay(Replay.extra(20));
    publish(3);
    assertThat(resumed("2")).containsExactly("1", "2", "3", "live");
  }

  @Test
  void liveOnly() throws Exception {
    log.replay(Replay.liveOnly());
    publish(5);
    assertThat(resumed("3")).containsExactly("live");
  }

  @Test
  void fromStart() throws Exception {
    log.replay(Replay.fromStart());
    publish(2);
    assertThat(resumed("2")).containsExactly("1", "2", "live");
    assertThat(fresh()).containsExactly("1", "2", "live", "live");
  }

  @Test
  void ring() throws Exception {
    log.replay(Replay.ring(3));
    publish(10);
    assertThat(resumed("2")).containsExactly("8", "9", "10", "live");
    // Now 9, 10 and live are retained.
    assertThat(resumed("9")).containsExactly("10", "live", "live");
  }

  @Test
  void ringForgetsTheCursorThatLeftIt() throws Exception {
    log.replay(Replay.ring(2));
    publish(3);
    assertThat(resumed("1")).containsExactly("2", "3", "live");
  }

  @Test
  void theLastUseOfAnIdCounts() throws Exception {
    log.publish("a", null, "x");
    log.publish("b", null, "x");
    log.publish("a", null, "x");
    log.publish("c", null, "x");
    assertThat(resumed("a")).containsExactly("c", "live");
  }

  @Test
  void idsGoOnFromANumber() throws Exception {
    log.startFromBeginning();
    log.publish("41", null, "x");
    assertThat(log.publish("x")).isEqualTo("42");
    assertThat(log.publish("type", "x")).isEqualTo("43");
  }
}
