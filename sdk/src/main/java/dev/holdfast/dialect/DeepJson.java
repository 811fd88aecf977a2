package dev.holdfast.dialect;

import java.util.Arrays;

/**
 * Passes over one JSON value, however deep, by the whole grammar of RFC 8259: as strict as the
 * parser, but with one bit a level where that has an object, and without recursion. Used once.
 */
final class DeepJson {
  private final String text;
  private int at;
  private int depth;

  /**
   * A bit a level: whether it is an object. No {@code BitSet}, which looks for its highest bit
   * whenever that is cleared: a text that goes up and down would take quadratic time.
   */
  private long[] objects = new long[16];

  DeepJson(String text, int start) {
    this.text = text;
    this.at = start;
  }

  /** Where the value ends, or is malformed, once it has been passed. */
  int at() {
    return at;
  }

  /** Whether the text is over before the value is. */
  boolean isCutShort() {
    return at >= text.length();
  }

  /** Goes to the value's end. Returns false, and stays there, at what is not well-formed. */
  boolean pass() {
    do {
      // Here a value begins.
      char c = peek();
      if (c == '[' || c == '{') {
        at++;
        open(c == '{');
        if (peek() != closing()) {
          if (!name()) {
            return false;
          }
          continue;
        }
      } else if (!scalar(c)) {
        return false;
      }
      // Here one has ended, or there is none in what was opened.
      while (depth > 0 && peek() == closing()) {
        at++;
        depth--;
      }
      if (depth > 0 && !(take(',') && name())) {
        return false;
      }
    } while (depth > 0);
    return true;
  }

  private void open(boolean isObject) {
    int word = depth >> 6;
    if (word == objects.length) {
      objects = Arrays.copyOf(objects, 2 * word);
    }
    long bit = 1L << depth;
    objects[word] = isObject ? objects[word] | bit : objects[word] & ~bit;
    depth++;
  }

  private boolean isInObject() {
    int level = depth - 1;
    return (objects[level >> 6] & (1L << level)) != 0;
  }

  private char closing() {
    return isInObject() ? '}' : ']';
  }

  /** Passes over what comes before a value in an object; nothing does in an array. */
  private boolean name() {
    return !isInObject() || (peek() == '"' && string() && peek() == ':' && take(':'));
  }

  private boolean scalar(char first) {
    switch (first) {
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!take(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean string() {
    at++;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return true;
      }
      if (c < ' ' || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  /** Goes to the last character of an escape. */
  private boolean escape() {
    at++;
    if (current() != 'u') {
      return at < text.length() && "\"\\/bfnrt".indexOf(current()) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      at++;
      if ("0123456789abcdefABCDEF".indexOf(current()) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean number() {
    take('-');
    if (!take('0') && !digits()) {
      return false;
    }
    if (take('.') && !digits()) {
      return false;
    }
    if (!take('e') && !take('E')) {
      return true;
    }
    if (!take('-')) {
      take('+');
    }
    return digits();
  }

  private boolean digits() {
    int start = at;
    while (current() >= '0' && current() <= '9') {
      at++;
    }
    return at > start;
  }

  private boolean take(char wanted) {
    boolean taken = current() == wanted;
    at += taken ? 1 : 0;
    return taken;
  }

  /** The next character that is no white space. */
  private char peek() {
    char c = current();
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      at++;
      c = current();
    }
    return c;
  }

  /** NUL after the end; it is malformed wherever it comes, too. */
  private char current() {
    return at < text.length() ? text.charAt(at) : 0;
  }
}
