package dev.holdfast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of at most a hundred thousand bytes. */
class MessageBoundTest {
  private static final int MAX = 100_000;
  private static final int TEXT = 0x01;
  private static final int BINARY = 0x02;
  private static final int MORE = 0x00;
  private static final int FIN = 0x80;
  private static final int PING = FIN | 0x09;

  private final MessageBound bound = new MessageBound(MAX);
  private final Buffer bytes = new Buffer();

  /** A frame's head. */
  private MessageBoundTest head(int first, long length) {
    bytes.writeByte(first);
    if (length >= 0 && length < 126) {
      bytes.writeByte((int) length);
    } else if (length >= 0 && length < 65_536) {
      bytes.writeByte(126).writeShort((int) length);
    } else {
      bytes.writeByte(127).writeLong(length);
    }
    return this;
  }

  private MessageBoundTest frame(int first, int length) {
    head(first, length);
    // Bytes that look like the head of a large frame.
    bytes.write(new Buffer().writeUtf8("\u0001\u007f".repeat(length / 2 + 1)), length);
    return this;
  }

  private boolean passes() {
    assertThat(bound.admit(bytes)).isEqualTo(bytes.size());
    bytes.clear();
    return bound.hasSeenData();
  }

  private void isTooLarge() {
    assertThat(bound.admit(bytes)).isZero();
    assertThat(bound.tooLarge()).hasMessage("message exceeds the limit of 100000 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, MAX})
  void whatFitsPasses(int length) {
    for (int i = 0; i < 3; i++) {
      assertThat(frame(FIN | TEXT, length).passes()).isTrue();
      assertThat(frame(FIN | BINARY, length).passes()).isTrue();
    }
    head(FIN | TEXT, MAX + 1).isTooLarge();
  }

  @ParameterizedTest
  @ValueSource(longs = {MAX + 1L, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void oneThatIsTooLargeEndsWithItsHead(long length) {
    head(FIN | BINARY, length).isTooLarge();
  }

  @Test
  void theFramesOfAMessageCountTogether() {
    frame(TEXT, MAX / 2).frame(MORE, MAX / 2 - 1).frame(FIN | MORE, 1).passes();
    frame(TEXT, MAX / 2).frame(MORE, MAX / 2).frame(FIN | MORE, 0).passes();
    frame(FIN | TEXT, MAX).passes();
    frame(TEXT, MAX / 2).frame(MORE, MAX / 2).passes();
    head(FIN | MORE, 1).isTooLarge();
  }

  @Test
  void manySmallFramesCountTogether() {
    frame(TEXT, 1).passes();
    for (int i = 1; i < MAX; i++) {
      frame(MORE, 1).passes();
    }
    head(MORE, 1).isTooLarge();
  }

  @Test
  void emptyFramesHaveAnEndAsWell() {
    frame(TEXT, 0).passes();
    for (int i = 1; i < MAX; i++) {
      frame(MORE, 0).passes();
    }
    head(MORE, 0).isTooLarge();
  }

  @Test
  void pingsCountForNothingWhereverTheyCome() {
    for (int i = 0; i < MAX / 50; i++) {
      assertThat(frame(PING, 125).passes()).isFalse();
    }
    assertThat(frame(TEXT, MAX).passes()).isTrue();
    assertThat(frame(PING, 125).passes()).isFalse();
    assertThat(frame(FIN | MORE, 0).frame(PING, 0).passes()).isTrue();
    frame(FIN | TEXT, MAX).passes();
  }

  @Test
  void itComesInAnyPieces() {
    frame(TEXT, 70_000).frame(PING, 10).frame(FIN | MORE, 200).frame(FIN | TEXT, MAX);
    Buffer all = bytes.clone();
    for (int size : new int[] {1, 2, 3, 7, 8191}) {
      Buffer rest = all.clone();
      while (!rest.exhausted()) {
        Buffer read = new Buffer();
        read.write(rest, Math.min(size, rest.size()));
        assertThat(bound.admit(read)).isEqualTo(read.size());
      }
    }
    bytes.clear();
    head(FIN | TEXT, MAX + 1).isTooLarge();
  }

  @Test
  void aMaskIsPartOfTheHead() {
    bytes.writeByte(FIN | TEXT).writeByte(0x80 | 3).writeInt(-1).writeUtf8("abc");
    assertThat(passes()).isTrue();
    head(FIN | TEXT, MAX + 1).isTooLarge();
  }

  @Test
  void whatComesBeforeItMayBeTaken() {
    frame(FIN | TEXT, 10).frame(PING, 1);
    long before = bytes.size();
    head(FIN | TEXT, MAX + 1).frame(FIN | TEXT, 10);
    assertThat(bound.admit(bytes)).isEqualTo(before);
  }
}
