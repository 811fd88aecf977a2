package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal content has equal marks, and a change anywhere in it shows. */
class MarkTest {
  private static long mark(String data) {
    return Mark.content(StreamEvent.create("1", "1", "message", data, TransportType.SSE));
  }

  private static String data(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + i * 7919L % 26));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 128, 129, 65_535, 65_536, 65_537, 200_000, 1 << 20})
  void equalContentHasEqualMarks(int length) {
    assertThat(mark(data(length))).isEqualTo(mark(new StringBuilder(data(length)).toString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000, 65_536, 300_000})
  void aChangeAnywhereChangesTheMark(int length) {
    String data = data(length);
    Set<Long> marks = new HashSet<>();
    marks.add(mark(data));
    int changes = 0;
    for (int at = 0; at < length; at += Math.max(1, length / 40)) {
      StringBuilder changed = new StringBuilder(data);
      changed.setCharAt(at, 'é');
      marks.add(mark(changed.toString()));
      changes++;
    }
    marks.add(mark(data.substring(0, length - 1) + "!"));
    assertThat(marks).hasSize(changes + 2);
  }

  @Test
  void whatChangesPlacesChangesTheMark() {
    String a = "a".repeat(65_536);
    String b = "b".repeat(65_536);
    assertThat(mark(a + b)).isNotEqualTo(mark(b + a));
  }

  /** Half a pair has no encoding of its own: two such halves would look the same. */
  @Test
  void charactersOfTwoHalvesAreToldApartWhereverTheyLie() {
    for (int before = 65_530; before < 65_540; before++) {
      String lead = "x".repeat(before);
      assertThat(mark(lead + "😀" + lead)).isNotEqualTo(mark(lead + "😁" + lead));
    }
  }
}
