package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import okhttp3.internal.ws.WebSocketProtocol;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloseCodesTest {
  @Test
  void fiveCodesSayThatTheProtocolIsBroken() {
    Set<Integer> broken = new HashSet<>(Arrays.asList(1002, 1003, 1007, 1009, 1010));
    for (int code = 0; code < 70_000; code++) {
      assertThat(CloseCodes.isBrokenProtocol(code)).as("%s", code).isEqualTo(broken.contains(code));
    }
  }

  @Test
  void anAnswerIsTheSameCodeIfThatMayBeSent() {
    for (int code = 0; code < 70_000; code++) {
      int answer = CloseCodes.answer(code);
      assertThatCode(() -> WebSocketProtocol.INSTANCE.validateCloseCode(answer))
          .as("%s", answer)
          .doesNotThrowAnyException();
      if (answer != code) {
        assertThat(answer).isEqualTo(1000);
        int reserved = code;
        assertThat(WebSocketProtocol.INSTANCE.closeCodeExceptionMessage(reserved)).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000",
    "1001, 1001",
    "1003, 1003",
    "1004, 1000",
    "1005, 1000",
    "1006, 1000",
    "1007, 1007",
    "1014, 1014",
    "1015, 1000",
    "2999, 1000",
    "3000, 3000",
    "4999, 4999",
    "5000, 1000",
    "999, 1000",
    "0, 1000"
  })
  void anAnswer(int code, int answer) {
    assertThat(CloseCodes.answer(code)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({"a, 123", "é, 61", "€, 41", "😀, 30"})
  void aReasonIsCutBetweenTwoCharacters(String character, int fit) {
    for (int before = 0; before < 4; before++) {
      String start = "x".repeat(before);
      String cut = CloseCodes.reason(start + character.repeat(200));
      assertThat(ByteString.encodeUtf8(cut).size()).isBetween(120, 123);
      assertThat(ByteString.encodeUtf8(cut).utf8()).as("whole characters").isEqualTo(cut);
      assertThat(start + character.repeat(200)).startsWith(cut);
    }
    assertThat(CloseCodes.reason(character.repeat(200))).isEqualTo(character.repeat(fit));
    assertThat(CloseCodes.reason(character.repeat(fit))).isEqualTo(character.repeat(fit));
  }

  @ParameterizedTest
  @CsvSource({"\uD83D", "\uDE00", "\uDE00\uD83D"})
  void halvesOfCharactersTakeNoMoreThanTheyMay(String halves) {
    String cut = CloseCodes.reason(halves.repeat(100));
    assertThat(ByteString.encodeUtf8(cut).size()).isLessThanOrEqualTo(123);
    assertThat(CloseCodes.reason("")).isEmpty();
  }
}
