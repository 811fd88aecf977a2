package dev.holdfast.internal.wire;

import static dev.holdfast.internal.wire.Heard.message;
import static dev.holdfast.internal.wire.Parsing.bytes;
import static dev.holdfast.internal.wire.Parsing.utf8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One rule of the standard: a stream, and all that it says. */
record Rule(String name, byte[] input, List<Heard> expected) {
  @Override
  public String toString() {
    return name;
  }

  /** The rule with LF as written, with CR and with CRLF. */
  static Stream<Rule> any(String name, String lfInput, Heard... expected) {
    List<Rule> rules = new ArrayList<>();
    rules.add(exact(name + " (LF)", lfInput, expected));
    rules.add(exact(name + " (CR)", lfInput.replace("\n", "\r"), expected));
    rules.add(exact(name + " (CRLF)", lfInput.replace("\n", "\r\n"), expected));
    return rules.stream();
  }

  static Rule exact(String name, String input, Heard... expected) {
    return new Rule(name, utf8(input), List.of(expected));
  }

  static Rule broken(String name, String expected, Object... octets) {
    byte[] value = bytes(octets);
    byte[] input = new byte[value.length + 8];
    System.arraycopy(utf8("data: "), 0, input, 0, 6);
    System.arraycopy(value, 0, input, 6, value.length);
    System.arraycopy(utf8("\n\n"), 0, input, 6 + value.length, 2);
    return new Rule("broken UTF-8: " + name, input, List.of(message(expected)));
  }
}
