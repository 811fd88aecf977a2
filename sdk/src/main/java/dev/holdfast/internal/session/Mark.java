package dev.holdfast.internal.session;

import dev.holdfast.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What an event is recognised by: a hash of its own identifier, and a fingerprint of its type,
 * length and data. Two numbers, so that a history of a thousand events takes 16 KiB and keeps no
 * payload alive.
 */
final class Mark {
  /** The identifier hash of an event that has none. */
  static final long NO_ID = 0;

  private static final int SHORT = 128;
  private static final int PIECE = 64 << 10;

  private Mark() {}

  static long id(@Nullable String id) {
    if (id == null) {
      return NO_ID;
    }
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    return hash == NO_ID ? 1 : hash;
  }

  static long content(StreamEvent event) {
    String data = event.data();
    long hash = data.length() <= SHORT ? data.hashCode() : checksum(data);
    hash = hash * 0x9e3779b97f4a7c15L + data.length();
    return hash * 0x9e3779b97f4a7c15L + event.type().hashCode();
  }

  /**
   * The copy and the CRC take a fraction of the time of a hash that goes char by char. The copy is
   * made in pieces: one of a large event would double what it needs.
   */
  private static long checksum(String data) {
    CRC32 crc = new CRC32();
    int from = 0;
    while (from < data.length()) {
      int to = Math.min(data.length(), from + PIECE);
      if (to < data.length() && Character.isHighSurrogate(data.charAt(to - 1))) {
        to++; // A half alone has no encoding.
      }
      byte[] bytes = data.substring(from, to).getBytes(StandardCharsets.UTF_8);
      crc.update(bytes, 0, bytes.length);
      from = to;
    }
    return crc.getValue();
  }
}
