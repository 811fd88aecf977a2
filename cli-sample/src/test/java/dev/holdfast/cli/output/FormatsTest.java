package dev.holdfast.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T05:06:07.089Z"), ZoneOffset.UTC);

  private static StreamEvent event(String id, String lastEventId, String type, String data) {
    return StreamEvent.create(id, lastEventId, type, data, TransportType.SSE);
  }

  @Test
  void jsonHasFourKeysInThisOrder() {
    assertThat(EventFormat.json().format(event("42", "42", "trade", "{\"a\":1}\nb")))
        .isEqualTo(
            "{\"id\":\"42\",\"type\":\"trade\",\"data\":\"{\\\"a\\\":1}\\nb\","
                + "\"transport\":\"sse\"}\n");
  }

  @Test
  void jsonShowsThePositionAsIdAndNullWhereThereIsNone() {
    assertThat(EventFormat.json().format(event(null, "41", "message", "x")))
        .startsWith("{\"id\":\"41\",");
    assertThat(EventFormat.json().format(event("", null, "message", "x")))
        .startsWith("{\"id\":null,");
  }

  private static StreamEvent binary(byte... bytes) {
    return StreamEvent.create("7", "7", "b", ByteString.of(bytes), TransportType.LONG_POLL);
  }

  @Test
  void jsonSaysThatDataIsBase64() {
    assertThat(EventFormat.json().format(binary((byte) 0xff, (byte) 0, (byte) 10)))
        .isEqualTo(
            "{\"id\":\"7\",\"type\":\"b\",\"data\":\"/wAK\",\"transport\":\"long-poll\","
                + "\"encoding\":\"base64\"}\n");
  }

  @Test
  void dataAndRawHaveBytesAsBase64() {
    StreamEvent event = binary((byte) 0xff, (byte) 0, (byte) 10);
    assertThat(EventFormat.data().format(event)).isEqualTo("/wAK\n");
    assertThat(new RawFormat().format(event)).isEqualTo("id: 7\nevent: b\ndata: /wAK\n\n");
  }

  @Test
  void textShowsHowManyBytesAndTheFirst() {
    TextFormat plain = new TextFormat(Colours.OFF, CLOCK);
    assertThat(plain.format(binary((byte) 0xff))).isEqualTo("05:06:07.089  b  7  (1 byte) /w==\n");
    assertThat(plain.format(binary(new byte[66])))
        .endsWith("  (66 bytes) " + "A".repeat(88) + "\n");
    assertThat(plain.format(binary(new byte[67])))
        .endsWith("  (67 bytes) " + "A".repeat(88) + "…\n");
  }

  @Test
  void jsonEscapesControlCharactersAndKeepsText() {
    assertThat(EventFormat.json().format(event(null, null, "m", "\u001b\u0000 ü東🚀")))
        .contains("\"data\":\"\\u001B\\u0000 ü東🚀\"");
  }

  @Test
  void dataIsTheDataAndALineFeed() {
    assertThat(EventFormat.data().format(event("1", "1", "t", "a\nb\u001b")))
        .isEqualTo("a\nb\u001b\n");
    assertThat(EventFormat.data().format(event("1", "1", "t", ""))).isEqualTo("\n");
  }

  @Test
  void textShowsTimeTypeIdAndData() {
    TextFormat plain = new TextFormat(Colours.OFF, CLOCK);
    assertThat(plain.format(event("42", "42", "trade", "x")))
        .isEqualTo("05:06:07.089  trade  42  x\n");
    assertThat(plain.format(event(null, null, "message", "x"))).isEqualTo("05:06:07.089  x\n");
  }

  @Test
  void textAlignsTheLinesOfData() {
    assertThat(new TextFormat(Colours.OFF, CLOCK).format(event("1", "1", "é", "a\nb\n\nc")))
        .isEqualTo(
            "05:06:07.089  é  1  a\n"
                + "                    b\n"
                + "                    \n"
                + "                    c\n");
  }

  @Test
  void textColoursItsOwnWordsButNoneOfTheServers() {
    assertThat(
            new TextFormat(Colours.ON, CLOCK)
                .format(event("\u001b[0m", "\u001b[0m", "t", "\u001b[5mx")))
        .isEqualTo(
            "\u001b[2m05:06:07.089\u001b[0m  \u001b[36mt\u001b[0m  \u001b[2m\\x1b[0m\u001b[0m"
                + "  \\x1b[5mx\n");
  }

  @Test
  void rawIsEventStreamFormat() {
    RawFormat raw = new RawFormat();
    assertThat(raw.format(event("1", "1", null, "a\n\nb")))
        .isEqualTo("id: 1\ndata: a\ndata:\ndata: b\n\n");
    assertThat(raw.format(event("2", "2", "t", " a"))).isEqualTo("id: 2\nevent: t\ndata:  a\n\n");
  }

  @Test
  void rawRepeatsAnIdOnlyWhereTheReaderMissedIt() {
    RawFormat raw = new RawFormat();
    assertThat(raw.format(event("1", "1", null, "a"))).isEqualTo("id: 1\ndata: a\n\n");
    assertThat(raw.format(event(null, "1", null, "b"))).isEqualTo("data: b\n\n");
    assertThat(raw.format(event(null, "3", null, "c"))).isEqualTo("id: 3\n\ndata: c\n\n");
    assertThat(raw.format(event("", null, null, "d"))).isEqualTo("id:\ndata: d\n\n");
    assertThat(raw.format(event(null, null, null, "e"))).isEqualTo("data: e\n\n");
  }

  @Test
  void rawNamesATypeThatTheServerNamed() {
    assertThat(new RawFormat().format(event("1", "1", "message", "a")))
        .isEqualTo("id: 1\nevent: message\ndata: a\n\n");
  }

  @Test
  void jsonEscapesWhatATerminalWouldObeyToo() {
    String data = "\u007f\u009b31m\u202e\u2028é€\ud83d\ude00";
    String json = EventFormat.json().format(event("1", "1", "t", data));
    assertThat(json).contains("\"data\":\"\\u007F\\u009B31m\\u202E\\u2028é€\ud83d\ude00\"");
  }

  @Test
  void textIsIndentedNoFurtherThanAPersonReads() {
    TextFormat text = new TextFormat(Colours.OFF, CLOCK);
    String shown = text.format(event("1", "1", "x".repeat(1_000), "a\nb"));
    assertThat(shown).endsWith("  a\n" + " ".repeat(40) + "b\n");
  }

  @Test
  void rawHasNoLineEndsOfATypeToBeTakenForFields() {
    String raw = new RawFormat().format(event("1", "1", "x\nid: 999\r\ndata: forged", "y"));
    assertThat(raw).isEqualTo("id: 1\nevent: x id: 999 data: forged\ndata: y\n\n");
  }
}
