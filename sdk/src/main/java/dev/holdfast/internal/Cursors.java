package dev.holdfast.internal;

import okio.Utf8;

/** What may be sent as a cursor. It travels in a request header, so it must not end one. */
public final class Cursors {
  /** The most bytes of UTF-8 that a cursor may have. */
  public static final int MAX_BYTES = 4096;

  private Cursors() {}

  /** Whether the cursor can be sent: no CR, LF or NUL, and at most {@link #MAX_BYTES}. */
  public static boolean isSendable(String cursor) {
    for (int i = 0; i < cursor.length(); i++) {
      char c = cursor.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0') {
        return false;
      }
    }
    return Utf8.size(cursor) <= MAX_BYTES;
  }

  /** Returns the cursor, or says why it cannot be sent. */
  public static String require(String cursor) {
    if (!isSendable(cursor)) {
      throw new IllegalArgumentException(
          "lastEventId must have no CR, LF or NUL and at most "
              + MAX_BYTES
              + " bytes of UTF-8, but has "
              + Utf8.size(cursor)
              + " bytes: \""
              + visible(cursor)
              + "\"");
    }
    return cursor;
  }

  private static String visible(String cursor) {
    String shown = cursor.length() > 40 ? cursor.substring(0, 40) + "…" : cursor;
    return shown.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
  }
}
