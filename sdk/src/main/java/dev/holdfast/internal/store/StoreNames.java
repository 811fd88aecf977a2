package dev.holdfast.internal.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a stream may be called in a store: what fits into a line of a file, and of a log. */
public final class StoreNames {
  static final int MOST_CHARS = 256;

  private StoreNames() {}

  /** Returns the name, or says why it cannot be one. */
  public static String require(String stream) {
    Objects.requireNonNull(stream, "stream");
    String wrong = wrongWith(stream);
    if (wrong != null) {
      throw new IllegalArgumentException("the name of a stream in a cursor store " + wrong);
    }
    return stream;
  }

  /** Returns what is wrong with a name, or null. */
  static @Nullable String wrongWith(String stream) {
    if (stream.isEmpty()) {
      return "must not be empty";
    }
    if (stream.length() > MOST_CHARS) {
      return "must have at most " + MOST_CHARS + " characters, but has " + stream.length();
    }
    for (int i = 0; i < stream.length(); i++) {
      char c = stream.charAt(i);
      if (Character.isISOControl(c)) {
        return String.format("must have no control characters, but has U+%04X", (int) c);
      }
      boolean high = Character.isHighSurrogate(c);
      if (Character.isSurrogate(c)
          && !(high && i + 1 < stream.length() && Character.isLowSurrogate(stream.charAt(++i)))) {
        return "must have no half of a surrogate pair";
      }
    }
    return null;
  }
}
