package dev.holdfast.internal.wire;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 as the WHATWG Encoding Standard decodes it ("replacement" mode): each maximal part of a
 * broken sequence becomes one U+FFFD.
 */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  static String decode(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    // The platform's decoders disagree about how many replacements a broken sequence is worth (the
    // JDK makes one of an
    // encoded surrogate, the standard three), so what one of them found broken is decoded again by
    // the letter.
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes, offset, offset + length);
  }

  /**
   * The state machine of Encoding §8.1.1, which looks at a byte again when that byte broke a
   * sequence.
   */
  private static String decodeStrictly(byte[] bytes, int from, int to) {
    StringBuilder out = new StringBuilder(to - from);
    int codePoint = 0;
    int needed = 0;
    int lower = 0x80;
    int upper = 0xBF;
    for (int i = from; i < to; i++) {
      int b = bytes[i] & 0xFF;
      if (needed > 0) {
        if (b >= lower && b <= upper) {
          codePoint = codePoint << 6 | b & 0x3F;
          if (--needed == 0) {
            out.appendCodePoint(codePoint);
          }
          lower = 0x80;
          upper = 0xBF;
          continue;
        }
        out.append(REPLACEMENT);
      }
      needed = continuations(b);
      codePoint = needed < 0 ? 0 : b & 0x3F >> needed;
      // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
      lower = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
      upper = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
      if (needed == 0) {
        out.append((char) b);
      } else if (needed < 0) {
        out.append(REPLACEMENT);
        needed = 0;
      }
    }
    if (needed > 0) {
      out.append(REPLACEMENT);
    }
    return out.toString();
  }

  /** How many bytes follow this first one; negative where no sequence starts with it. */
  private static int continuations(int first) {
    if (first < 0x80) {
      return 0;
    } else if (first >= 0xC2 && first <= 0xDF) {
      return 1;
    } else if (first >= 0xE0 && first <= 0xEF) {
      return 2;
    } else if (first >= 0xF0 && first <= 0xF4) {
      return 3;
    }
    return -1;
  }
}
