package dev.holdfast.internal.wire;

import java.util.Arrays;

/**
 * Remembers the few short texts that a stream repeats without end (event types, keep-alive
 * comments), so that each costs a comparison and not an object. Lossy: a newcomer evicts whatever
 * shares its slot. Confined to its parser.
 */
final class TextCache {
  private static final int SLOTS = 16;
  private static final int MAX_LENGTH = 48;
  private static final byte[] NOTHING = {};

  private final byte[][] keys = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  TextCache() {
    Arrays.fill(keys, NOTHING);
  }

  String get(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return "";
    }
    if (length > MAX_LENGTH) {
      return Utf8.decode(bytes, offset, length);
    }
    int slot = (length * 31 + bytes[offset] * 7 + bytes[offset + length - 1]) & SLOTS - 1;
    if (equal(keys[slot], bytes, offset, length)) {
      return texts[slot];
    }
    keys[slot] = Arrays.copyOfRange(bytes, offset, offset + length);
    texts[slot] = Utf8.decode(bytes, offset, length);
    return texts[slot];
  }

  private static boolean equal(byte[] key, byte[] bytes, int offset, int length) {
    if (key.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (key[i] != bytes[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
