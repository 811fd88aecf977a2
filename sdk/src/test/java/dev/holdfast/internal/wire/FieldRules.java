package dev.holdfast.internal.wire;

import static dev.holdfast.internal.wire.Heard.afterId;
import static dev.holdfast.internal.wire.Heard.comment;
import static dev.holdfast.internal.wire.Heard.idOnly;
import static dev.holdfast.internal.wire.Heard.message;
import static dev.holdfast.internal.wire.Heard.retry;
import static dev.holdfast.internal.wire.Heard.typed;
import static dev.holdfast.internal.wire.Heard.withId;
import static dev.holdfast.internal.wire.Rule.any;

import java.util.stream.Stream;

/** The rules about what the fields of a block mean. */
final class FieldRules {
  private FieldRules() {}

  static Stream<Rule> fields() {
    return Stream.of(
            any("one space after the colon is removed", "data: a\n\n", message("a")),
            any("no space after the colon is needed", "data:a\n\n", message("a")),
            any("only one space is removed", "data:  a \n\n", message(" a ")),
            any("no other white space is removed", "data:\ta\n\n", message("\ta")),
            any("the first colon ends the name", "data:a: b:c\n\n", message("a: b:c")),
            any("a space before the colon makes another name", "data : a\n\n"),
            any("a space before the name makes another name", " data: a\n\n"),
            any("names are case-sensitive", "Data: a\nDATA: a\nID: 1\nEvent: x\nRetry: 1\n\n"),
            any("unknown fields are ignored", "foo: a\nx\ndata: b\n_: c\n\n", message("b")),
            any(
                "a part of a name is another name",
                "dat: a\nd\ni: 1\ne: x\nr: 1\nretr: 1\neven: x\n\n"),
            any(
                "a longer name is another name",
                "dataa: a\nidd: 1\nevents: x\nretry2: 1\ndatab\n\n"),
            any("a name with NUL is another name", "data\0: a\n\0data: a\n\n"))
        .flatMap(rules -> rules);
  }

  static Stream<Rule> data() {
    return Stream.of(
            any("lines of data are joined by LF", "data: a\ndata:\ndata: b\n\n", message("a\n\nb")),
            any("data without a colon is an empty line", "data\n\n", message("")),
            any("data with nothing after the colon is an empty line", "data:\n\n", message("")),
            any("data with only a space is an empty line", "data: \n\n", message("")),
            any("only the last LF of data is removed", "data\ndata\ndata\n\n", message("\n\n")),
            any("data may contain NUL", "data: a\0b\n\n", message("a\0b")),
            any("a block without data is no event", "event: x\n\n\n\ndata: a\n\n", message("a")),
            any(
                "data lines need not be neighbours",
                "data: a\nx: y\n:c\ndata: b\n\n",
                comment("c"),
                message("a\nb")),
            any(
                "data does not pass into the next event",
                "data: a\n\ndata: b\n\n",
                message("a"),
                message("b")),
            any(
                "an event without its blank line is discarded",
                "data: a\n\nid: 1\ndata: b\n",
                message("a")),
            any("a line without its end is no line", "data: a\n\ndata: b\nretry: 1", message("a")))
        .flatMap(rules -> rules);
  }

  static Stream<Rule> types() {
    return Stream.of(
            any("event names the type", "event: x\ndata: a\n\n", typed("x", "a")),
            any("event may follow data", "data: a\nevent: x\n\n", typed("x", "a")),
            any(
                "the last event field counts",
                "event: x\nevent: yy\ndata: a\n\n",
                typed("yy", "a")),
            any("an empty type is message", "event: x\nevent:\ndata: a\n\n", message("a")),
            any("event without a colon is empty", "event: x\nevent\ndata: a\n\n", message("a")),
            any(
                "a type is for one event",
                "event: x\ndata: a\n\ndata: b\n\n",
                typed("x", "a"),
                message("b")),
            any("a type ends with a block without data", "event: x\n\ndata: a\n\n", message("a")),
            any("a type may contain NUL", "event: \0\ndata: a\n\n", typed("\0", "a")),
            any(
                "types that look alike stay apart",
                "event: abcd\ndata\n\nevent: acbd\ndata\n\n",
                typed("abcd", ""),
                typed("acbd", "")))
        .flatMap(rules -> rules);
  }

  static Stream<Rule> ids() {
    return Stream.of(
            any("id becomes the last event ID", "id: 1\ndata: a\n\n", withId("1", "a")),
            any(
                "the last event ID persists",
                "id: 1\ndata: a\n\ndata: b\n\n",
                withId("1", "a"),
                afterId("1", "b")),
            any("the last id field counts", "id: 1\nid: 2\ndata: a\n\n", withId("2", "a")),
            any(
                "an empty id resets",
                "id: 1\ndata: a\n\nid:\ndata: b\n\n",
                withId("1", "a"),
                withId("", "b")),
            any(
                "id without a colon resets",
                "id: 1\ndata: a\n\nid\ndata: b\n\n",
                withId("1", "a"),
                withId("", "b")),
            any(
                "an id with NUL is ignored",
                "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n",
                withId("1", "a"),
                afterId("1", "b")),
            any(
                "an id with NUL leaves the one before",
                "id: 1\nid: \0\ndata: a\n\n",
                withId("1", "a")),
            any("an id with NUL alone is no id", "id: a\0b\n\n"),
            any(
                "an id without data is committed",
                "id: 1\n\ndata: a\n\n",
                idOnly("1"),
                afterId("1", "a")),
            any(
                "an empty id without data is committed",
                "id: 1\n\nid\n\ndata: a\n\n",
                idOnly("1"),
                idOnly(""),
                message("a")),
            any("an id is not committed before the blank line", "id: 1\n"),
            any("an id may be any text", "id:  a: b \ndata\n\n", withId(" a: b ", "")))
        .flatMap(rules -> rules);
  }

  static Stream<Rule> retries() {
    return Stream.of(
            any("retry counts at its line", "data: a\nretry: 1500\n", retry(1500)),
            any(
                "retry belongs to no event",
                "retry: 1\n\ndata: a\nretry: 2\n\n",
                retry(1),
                retry(2),
                message("a")),
            any("retry may be zero", "retry: 0\n", retry(0)),
            any("retry may have leading zeros", "retry: 0007\n", retry(7)),
            any(
                "retry takes digits only",
                "retry: 1a\nretry: -1\nretry: +1\nretry: 1.5\nretry: 1e3\nretry: 0x1\n"),
            any("retry takes no more white space", "retry:  1\nretry: 1 \nretry:\t1\n"),
            any("retry takes ASCII digits only", "retry: ١\nretry: １\nretry: /\nretry: :\n"),
            any("retry without a number is ignored", "retry:\nretry\nretry: \n"),
            any(
                "retry may be as large as a long",
                "retry: 9223372036854775807\n",
                retry(Long.MAX_VALUE)),
            any(
                "a larger retry is clamped",
                "retry: 9223372036854775808\nretry: 99999999999999999999\n",
                retry(Long.MAX_VALUE),
                retry(Long.MAX_VALUE)),
            any("a huge number with a letter is ignored", "retry: 99999999999999999999a\n"))
        .flatMap(rules -> rules);
  }

  static Stream<Rule> examplesOfTheStandard() {
    return Stream.of(
            any("stock ticker", "data: YHOO\ndata: +2\ndata: 10\n\n", message("YHOO\n+2\n10")),
            any(
                "four blocks",
                ": test stream\n\n"
                    + "data: first event\n"
                    + "id: 1\n\n"
                    + "data:second event\n"
                    + "id\n\n"
                    + "data:  third event",
                comment(" test stream"),
                withId("1", "first event"),
                withId("", "second event")),
            any("empty data", "data\n\ndata\ndata\n\ndata:", message(""), message("\n")),
            any(
                "space after the colon",
                "data:test\n\ndata: test\n\n",
                message("test"),
                message("test")))
        .flatMap(rules -> rules);
  }
}
