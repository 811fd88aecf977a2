package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.DialectEvent;
import dev.holdfast.dialect.PollAnswer;
import okhttp3.Headers;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollEventsTest {
  private final RecordingSink sink = new RecordingSink();
  private boolean cancelled;
  private final PollEvents events = new PollEvents(sink, "1", () -> cancelled);

  private boolean tell(PollAnswer.Builder answer) {
    return tell(answer, false);
  }

  private boolean tell(PollAnswer.Builder answer, boolean withheld) {
    ConnectionInfo info = new ConnectionInfo(TransportType.LONG_POLL, 1, 200, Headers.EMPTY);
    return events.tell(new PolledResponse(info, answer.build(), withheld));
  }

  private static PollAnswer.Builder answer(String... ids) {
    PollAnswer.Builder answer = PollAnswer.builder();
    for (String id : ids) {
      answer.event(DialectEvent.of(id, null, "x"));
    }
    return answer;
  }

  @Test
  void theFirstAnswerOpensAndFurtherOnesSayWhereTheyContinue() throws Exception {
    assertThat(tell(answer("2", "3"))).isTrue();
    assertThat(tell(answer("4").gap("3", "4"))).isTrue();
    sink.expect("opened long-poll", "proven", "2@2 message x", "3@3 message x");
    sink.expect("asked 3", "gap 3 4", "4@4 message x");
    assertThat(events.cursor()).isEqualTo("4");
    sink.expectNothing();
  }

  @Test
  void emptyAnswersOpenButSayNothing() throws Exception {
    assertThat(tell(answer())).isFalse();
    assertThat(tell(answer())).isFalse();
    assertThat(tell(answer().nextCursor("1"))).isFalse();
    sink.expect("opened long-poll", "proven");
    assertThat(events.cursor()).isEqualTo("1");
    sink.expectNothing();
  }

  @Test
  void theNextCursorWinsOverTheLastIdentifier() throws Exception {
    assertThat(tell(answer("2").nextCursor("9"))).isTrue();
    assertThat(tell(answer().nextCursor("10"))).isFalse();
    sink.expect("opened long-poll", "proven", "2@2 message x", "cursor 9", "asked 9", "cursor 10");
    assertThat(events.cursor()).isEqualTo("10");
    sink.expectNothing();
  }

  @Test
  void theNextCursorIsNotNewsIfItIsTheLastIdentifier() throws Exception {
    tell(answer("2").nextCursor("2"));
    sink.expect("opened long-poll", "proven", "2@2 message x");
    sink.expectNothing();
  }

  @Test
  void anEventWithoutAnIdentifierKeepsThePosition() throws Exception {
    assertThat(tell(answer((String) null))).isFalse();
    sink.expect("opened long-poll", "proven", "null@1 message x");
    assertThat(events.cursor()).isEqualTo("1");
  }

  @Test
  void anEmptyIdentifierResetsThePosition() throws Exception {
    assertThat(tell(answer("2", "", null))).isTrue();
    sink.expect("opened long-poll", "proven", "2@2 message x", "@null message x");
    sink.expect("null@null message x");
    assertThat(events.cursor()).isNull();
  }

  @Test
  void anEmptyNextCursorDoesToo() throws Exception {
    tell(answer("2").nextCursor(""));
    sink.expect("opened long-poll", "proven", "2@2 message x", "cursor null");
    assertThat(events.cursor()).isNull();
  }

  @Test
  void anIdentifierThatCannotBeSentIsNone() throws Exception {
    tell(answer("2", "a\nb").gap("a\0b", "c\rd"));
    sink.expect("opened long-poll", "proven", "gap null null", "2@2 message x", "null@2 message x");
    assertThat(events.cursor()).isEqualTo("2");
  }

  @Test
  void aCursorThatWasWithheldIsNoPosition() throws Exception {
    tell(answer((String) null), true);
    assertThat(events.cursor()).isEqualTo("1");
    tell(answer("2"), true);
    sink.expect("opened long-poll withheld", "proven", "null@null message x");
    sink.expect("asked null", "2@2 message x");
    assertThat(events.cursor()).isEqualTo("2");
  }

  @Test
  void typesAndBytesArrive() throws Exception {
    PollAnswer.Builder answer = PollAnswer.builder();
    answer.event(DialectEvent.of("2", "", "text"));
    answer.event(DialectEvent.of("3", "trade", ByteString.encodeUtf8("bytes")));
    tell(answer);
    sink.expect("opened long-poll", "proven", "2@2 message text", "3@3 trade Ynl0ZXM=");
    assertThat(sink.lastEvent.isBinary()).isTrue();
    assertThat(sink.lastEvent.transport()).isEqualTo(TransportType.LONG_POLL);
  }

  @Test
  void nothingIsToldAfterACancel() throws Exception {
    sink.onEvent(() -> cancelled = true);
    assertThat(tell(answer("2", "3").nextCursor("9"))).isFalse();
    sink.expect("opened long-poll", "proven", "2@2 message x");
    sink.expectNothing();
  }
}
