package dev.holdfast.internal.wire;

import static dev.holdfast.internal.wire.Heard.comment;
import static dev.holdfast.internal.wire.Heard.message;
import static dev.holdfast.internal.wire.Parsing.bytes;
import static dev.holdfast.internal.wire.Rule.any;
import static dev.holdfast.internal.wire.Rule.broken;
import static dev.holdfast.internal.wire.Rule.exact;

import java.util.List;
import java.util.stream.Stream;

/** The rules about bytes, lines and comments. */
final class FramingRules {
  private FramingRules() {}

  static Stream<Rule> lineEnds() {
    return Stream.of(
        exact("CRLF is one line end", "data: a\r\ndata: b\r\n\r\n", message("a\nb")),
        exact("LF CR is two line ends", "data: a\n\rdata: b\n\n", message("a"), message("b")),
        exact(
            "line ends mix freely",
            "data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r\ndata: e\n\n",
            message("a\nb\nc"),
            message("d"),
            message("e")),
        exact("a lone CR at the end completes a blank line", "data: a\r\r", message("a")),
        exact("CR CRLF is two line ends", "data: a\r\r\ndata: b\n\n", message("a"), message("b")),
        exact(
            "no other byte ends a line",
            "data: a\u000B\f\u0085\u2028b\n\n",
            message("a\u000B\f\u0085\u2028b")));
  }

  static Stream<Rule> byteOrderMark() {
    return Stream.of(
            any("one leading BOM is stripped", "\uFEFFdata: a\n\n", message("a")),
            any("only one BOM is stripped", "\uFEFF\uFEFFdata: a\n\ndata: b\n\n", message("b")),
            any("a BOM before a blank line is stripped", "\uFEFF\ndata: a\n\n", message("a")),
            any("a BOM before a comment is stripped", "\uFEFF:a\n", comment("a")),
            any("a BOM later is part of its line", "\n\uFEFFdata: a\n\n"),
            any(
                "a BOM in a value is part of it",
                "data: \uFEFFa\uFEFF\n\n",
                message("\uFEFFa\uFEFF")),
            Stream.of(
                new Rule("part of a BOM is no BOM", bytes(0xEF, 0xBB, "data: a\n\n"), List.of()),
                new Rule(
                    "a BOM broken off is a line",
                    bytes(0xEF, "\ndata: a\n\n"),
                    List.of(message("a")))))
        .flatMap(rules -> rules);
  }

  static Stream<Rule> encoding() {
    return Stream.of(
            any("UTF-8 of every length", "data: ä€😀\n\n", message("ä€😀")),
            any(
                "UTF-8 in ids and types",
                "id: ä\nevent: 😀\ndata: €\n\n",
                new Heard.Event("ä", "ä", "😀", "€")),
            Stream.of(
                broken("truncated sequence", "\uFFFD", 0xE2, 0x82),
                broken("truncated sequence before a letter", "\uFFFDx", 0xF0, 0x9F, 0x98, "x"),
                broken("truncated surrogate", "\uFFFD\uFFFD", 0xED, 0xA0),
                broken("surrogate", "\uFFFD\uFFFD\uFFFD", 0xED, 0xA0, 0x80),
                broken("overlong of two", "\uFFFD\uFFFD", 0xC0, 0xAF),
                broken("overlong of three", "\uFFFD\uFFFD\uFFFD", 0xE0, 0x80, 0xAF),
                broken("overlong of four", "\uFFFD\uFFFD\uFFFD\uFFFD", 0xF0, 0x80, 0x80, 0xAF),
                broken("beyond U+10FFFF", "\uFFFD\uFFFD\uFFFD\uFFFD", 0xF4, 0x90, 0x80, 0x80),
                broken("bytes that never occur", "\uFFFD\uFFFD\uFFFD", 0xFE, 0xFF, 0xF8),
                broken("continuation without a start", "\uFFFD\uFFFDä", 0x80, 0xBF, "ä"),
                broken("start after start", "\uFFFDä", 0xE2, "ä")))
        .flatMap(rules -> rules);
  }

  static Stream<Rule> comments() {
    return Stream.of(
            any("a colon begins a comment", ": a\n", comment(" a")),
            any("a comment may be empty", ":\n\n", comment("")),
            any("a comment looks like no field", ":data: a\n\n", comment("data: a")),
            any(
                "a comment does not end a block",
                "data: a\n:\ndata: b\n\n",
                comment(""),
                message("a\nb")),
            any(
                "a comment may be repeated",
                ":k\n\n:k\n\n:l\n\n",
                comment("k"),
                comment("k"),
                comment("l")))
        .flatMap(rules -> rules);
  }
}
