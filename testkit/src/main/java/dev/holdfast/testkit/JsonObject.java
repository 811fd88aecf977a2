package dev.holdfast.testkit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, as their source. It takes some text that is no JSON. */
final class JsonObject {
  private final String text;
  private final Map<String, String> members = new LinkedHashMap<>();
  private final Set<String> repeated = new HashSet<>();
  private int at;

  private JsonObject(String text) {
    this.text = text;
  }

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if it is none
   */
  static JsonObject parse(String text) {
    JsonObject object = new JsonObject(text);
    object.read();
    return object;
  }

  /**
   * The exact source of a member's value; null if there is none.
   *
   * @throws IllegalArgumentException if it is there twice
   */
  @Nullable String source(String name) {
    if (repeated.contains(name)) {
      throw new IllegalArgumentException(name + " twice");
    }
    return members.get(name);
  }

  /**
   * A member's string; null if it is missing or null.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  @Nullable String text(String name) {
    String source = source(name);
    if (source != null && !source.equals("null") && !source.startsWith("\"")) {
      throw new IllegalArgumentException(name + " is no string");
    }
    return string(name);
  }

  /** A member's string, or its number as it is written; null if it is missing or null. */
  @Nullable String string(String name) {
    String source = source(name);
    if (source == null || source.equals("null")) {
      return null;
    }
    return source.startsWith("\"") ? unquote(source) : source;
  }

  private void read() {
    expect('{');
    if (next() != '}') {
      while (true) {
        String name = unquote(value());
        expect(':');
        if (members.put(name, value()) != null) {
          repeated.add(name);
        }
        if (next() == '}') {
          break;
        }
        expect(',');
      }
    }
    at++;
    skipSpace();
    if (at < text.length()) {
      throw broken();
    }
  }

  private String value() {
    skipSpace();
    int start = at;
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        skipString();
      } else if (c == '{' || c == '[') {
        depth++;
        at++;
      } else if (depth > 0 && (c == '}' || c == ']')) {
        depth--;
        at++;
      } else if (depth > 0) {
        at++;
        continue;
      } else if (c == ',' || c == '}' || c == ']' || c == ':' || isSpace(c)) {
        break;
      } else {
        at++;
        continue;
      }
      if (depth == 0) {
        break;
      }
    }
    if (at == start || depth > 0) {
      throw broken();
    }
    return text.substring(start, at);
  }

  private void skipString() {
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
    }
    if (at >= text.length()) {
      throw broken();
    }
    at++;
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw broken();
    }
    at++;
  }

  private char next() {
    skipSpace();
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static String unquote(String source) {
    if (!source.startsWith("\"")) {
      throw new IllegalArgumentException("no JSON object: a name is no string");
    }
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < source.length() - 1; i++) {
      char c = source.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = source.charAt(++i);
      int simple = "bfnrt".indexOf(escaped);
      if (escaped == 'u') {
        out.append((char) Integer.parseInt(source.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        out.append(simple < 0 ? escaped : "\b\f\n\r\t".charAt(simple));
      }
    }
    return out.toString();
  }

  private IllegalArgumentException broken() {
    return new IllegalArgumentException("no JSON object: broken at character " + at);
  }
}
