package dev.holdfast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Utf8Test {
  /** One of each class of bytes that the decoder tells apart, and the bounds of each. */
  private static final int[] OCTETS = {
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF
  };

  @Test
  void decodesEverySequenceOfFourAsTheStandardDoes() {
    byte[] bytes = new byte[6];
    bytes[0] = bytes[5] = 'x'; // not part of what is decoded
    for (int a : OCTETS) {
      for (int b : OCTETS) {
        for (int c : OCTETS) {
          for (int d : OCTETS) {
            byte[] four = {(byte) a, (byte) b, (byte) c, (byte) d};
            System.arraycopy(four, 0, bytes, 1, 4);
            if (!Utf8.decode(bytes, 1, 4).equals(ReferenceParser.decode(four))) {
              assertThat(Utf8.decode(bytes, 1, 4))
                  .as("%02X %02X %02X %02X", a, b, c, d)
                  .isEqualTo(ReferenceParser.decode(four));
            }
          }
        }
      }
    }
  }

  @Test
  void replacementCharacterThatWasSentIsNoError() {
    byte[] bytes = Parsing.utf8("a\uFFFDä€😀");
    assertThat(Utf8.decode(bytes, 0, bytes.length)).isEqualTo("a\uFFFDä€😀");
  }
}
