package dev.holdfast.internal.wire;

import static dev.holdfast.internal.wire.Heard.comment;
import static dev.holdfast.internal.wire.Heard.message;
import static dev.holdfast.internal.wire.LimitExceededException.Bound.EVENT;
import static dev.holdfast.internal.wire.LimitExceededException.Bound.LINE;
import static dev.holdfast.internal.wire.Parsing.NO_LIMIT;
import static dev.holdfast.internal.wire.Parsing.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamLimitTest {
  private static final int SEGMENT = 8192;

  private final Heard.Recorder recorder = new Heard.Recorder();

  @Test
  void exceptionNamesTheBound() {
    LimitExceededException e = new LimitExceededException(EVENT, 16);
    assertThat(e).hasMessage("event exceeds the limit of 16 bytes");
    assertThat(e.bound()).isEqualTo(EVENT);
    assertThat(e.limitBytes()).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: abcd", ": comment!", "id: 123456", "unknown: a", "nothing at"})
  void lineMayBeExactlyAsLongAsAllowed(String line) throws IOException {
    for (String end : List.of("\n", "\r", "\r\n")) {
      assertThat(pass(10, NO_LIMIT, line + end + line + end)).isEqualTo(2 * (10L + end.length()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data: abcde", ": comment!!", "id: 1234567", "unknown: ab", "nothing at a"})
  void lineOneByteLongerFailsAtThatByte(String line) throws IOException {
    assertFails(LINE, 10, 10, NO_LIMIT, line, 11);
    assertFails(LINE, 10, 10, NO_LIMIT, "data: x\n" + line, 8 + 11);
  }

  @Test
  void lineEndsAndBomAreNotPartOfALine() throws IOException {
    assertThat(pass(6, NO_LIMIT, "\uFEFFdata:a\r\n\r\ndata:b\r\n\r\n")).isEqualTo(3 + 20);
    assertThat(recorder.heard).contains(message("a"), message("b"));
  }

  @Test
  void eventMayBeExactlyAsLargeAsAllowed() throws IOException {
    pass(
        NO_LIMIT,
        5,
        "data: 12345\n\ndata: 1\ndata\ndata: 4\nid: 123456789\n:123456789\n\ndata: 12345\n\n");
    assertThat(recorder.heard).filteredOn(message("12345")::equals).isNotEmpty();
    assertThat(recorder.heard).contains(comment("123456789"));
  }

  @Test
  void eventOneByteLargerFailsAtThatByte() throws IOException {
    assertFails(EVENT, 5, NO_LIMIT, 5, "data: 123456", 12);
    assertFails(EVENT, 5, NO_LIMIT, 5, "data: 12345\n\ndata:123456", 24);
    assertFails(EVENT, 5, NO_LIMIT, 5, "data: 123\ndata: 45", 18);
    // An LF that joins lines is data too.
    assertFails(EVENT, 5, NO_LIMIT, 5, "data: 12345\ndata: ", 18);
  }

  @Test
  void limitsOfZeroLeaveBlankLinesAndEmptyData() throws IOException {
    pass(0, 0, "\n\r\n\r\r");
    pass(NO_LIMIT, 0, "data\n\ndata:\n\ndata: \n\n");
    assertThat(recorder.heard).contains(message(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "data: ", ":", "id: "})
  void endlessLineHoldsNoMoreThanTheLimit(String start) throws IOException {
    int limit = 100_000;
    EventStreamParser parser = new EventStreamParser("", limit, limit, recorder);
    Buffer source = new Buffer();
    parser.consume(source.writeUtf8(start));
    long fed = start.length();
    LimitExceededException failure = null;
    while (failure == null) {
      source.writeUtf8("y".repeat(1000));
      fed += 1000;
      failure = catchThrowableOfType(LimitExceededException.class, () -> parser.consume(source));
      assertThat(parser.heldBytes()).isLessThanOrEqualTo(limit + SEGMENT);
      assertThat(fed).isLessThanOrEqualTo(limit + SEGMENT);
    }
    assertThat(failure.bound()).isEqualTo(LINE);
    assertThat(fed).isGreaterThan(limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: 12\n", "data\n", "data:\r\n", "data:1234567890\r"})
  void endlessEventHoldsNoMoreThanTheLimit(String line) throws IOException {
    int limit = 20_000;
    EventStreamParser parser = new EventStreamParser("", limit, limit, recorder);
    Buffer source = new Buffer();
    LimitExceededException failure = null;
    for (int lines = 0; failure == null && lines <= limit + 1; lines++) {
      source.writeUtf8(line);
      failure = catchThrowableOfType(LimitExceededException.class, () -> parser.consume(source));
      assertThat(parser.heldBytes()).isLessThanOrEqualTo(limit);
    }
    assertThat(failure).isNotNull();
    assertThat(failure.bound()).isEqualTo(EVENT);
    assertThat(recorder.heard).isEmpty();
  }

  @Test
  void nothingIsHeldOnceAllIsSaid() throws IOException {
    String event = "id: 1\nevent: x\ndata: " + "y".repeat(30_000) + "\ndata: z\n\n";
    EventStreamParser parser = new EventStreamParser("", NO_LIMIT, NO_LIMIT, recorder);
    for (int i = 0; i < 100; i++) {
      Buffer source = new Buffer().writeUtf8(event);
      parser.consume(source);
      assertThat(source.size()).isZero();
      assertThat(parser.heldBytes()).isZero();
    }
    assertThat(recorder.heard).hasSize(100);
  }

  /** Feeds it whole, byte by byte and in two parts; returns how much that was at a time. */
  private long pass(long maxLine, long maxEvent, String input) throws IOException {
    byte[] bytes = utf8(input);
    new EventStreamParser("", maxLine, maxEvent, recorder).consume(new Buffer().write(bytes));
    assertThat(failsAt(maxLine, maxEvent, bytes, new ArrayList<>())).isEqualTo(bytes.length + 1);
    for (int cut = 0; cut <= bytes.length; cut++) {
      assertThat(failureInParts(maxLine, maxEvent, bytes, cut)).as("cut at %s", cut).isNull();
    }
    return bytes.length;
  }

  private void assertFails(
      LimitExceededException.Bound bound,
      long limit,
      long maxLine,
      long maxEvent,
      String input,
      int atByte)
      throws IOException {
    List<LimitExceededException> failures = new ArrayList<>();
    assertThat(failsAt(maxLine, maxEvent, utf8(input), failures)).isEqualTo(atByte);
    byte[] bytes = utf8(input + "\n\n");
    for (int cut = 0; cut <= bytes.length; cut++) {
      failures.add(failureInParts(maxLine, maxEvent, bytes, cut));
    }
    assertThat(failures)
        .hasSize(bytes.length + 2)
        .allSatisfy(
            failure -> {
              assertThat(failure).isNotNull();
              assertThat(failure.bound()).isEqualTo(bound);
              assertThat(failure.limitBytes()).isEqualTo(limit);
            });
  }

  private static @Nullable LimitExceededException failureInParts(
      long maxLine, long maxEvent, byte[] bytes, int cut) throws IOException {
    EventStreamParser parser = new EventStreamParser("", maxLine, maxEvent, new Heard.Recorder());
    try {
      parser.consume(new Buffer().write(bytes, 0, cut));
      parser.consume(new Buffer().write(bytes, cut, bytes.length - cut));
      return null;
    } catch (LimitExceededException e) {
      return e;
    }
  }

  /** How many bytes, fed one by one, were needed for a failure; one more than all without one. */
  private static int failsAt(
      long maxLine, long maxEvent, byte[] bytes, List<LimitExceededException> failures)
      throws IOException {
    EventStreamParser parser = new EventStreamParser("", maxLine, maxEvent, new Heard.Recorder());
    Buffer source = new Buffer();
    for (int i = 0; i < bytes.length; i++) {
      try {
        parser.consume(source.writeByte(bytes[i]));
      } catch (LimitExceededException e) {
        failures.add(e);
        return i + 1;
      }
    }
    return bytes.length + 1;
  }
}
