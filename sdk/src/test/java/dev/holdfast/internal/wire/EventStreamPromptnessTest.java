package dev.holdfast.internal.wire;

import static dev.holdfast.internal.wire.Heard.afterId;
import static dev.holdfast.internal.wire.Heard.message;
import static dev.holdfast.internal.wire.Heard.retry;
import static dev.holdfast.internal.wire.Heard.withId;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okio.Buffer;
import org.junit.jupiter.api.Test;

/** What is complete is said at once, without waiting for a byte that may never come. */
class EventStreamPromptnessTest {
  private final Heard.Recorder recorder = new Heard.Recorder();
  private final EventStreamParser parser =
      new EventStreamParser("41", Parsing.NO_LIMIT, Parsing.NO_LIMIT, recorder);

  @Test
  void eventThatEndsInALoneCrNeedsNoFurtherByte() throws IOException {
    feed("data: a\r\r");
    assertThat(recorder.heard).containsExactly(afterId("41", "a"));
  }

  @Test
  void lfThatComesLateBelongsToTheCr() throws IOException {
    feed("data: a\r\n\r");
    assertThat(recorder.heard).containsExactly(afterId("41", "a"));
    feed("\n");
    feed("data: b\r");
    feed("\n\r");
    assertThat(recorder.heard).containsExactly(afterId("41", "a"), afterId("41", "b"));
  }

  @Test
  void onlyOneLfBelongsToTheCr() throws IOException {
    feed("data: a\r");
    feed("\n");
    assertThat(recorder.heard).isEmpty();
    feed("\n");
    assertThat(recorder.heard).containsExactly(afterId("41", "a"));
  }

  @Test
  void emptyReadBetweenCrAndLfChangesNothing() throws IOException {
    feed("data: a\r");
    feed("");
    feed("\n");
    feed("data: b\n\n");
    assertThat(recorder.heard).containsExactly(afterId("41", "a\nb"));
  }

  @Test
  void retryAndCommentAreSaidAtTheEndOfTheirLine() throws IOException {
    feed("retry: 5\r");
    feed(":c\r");
    assertThat(recorder.heard).containsExactly(retry(5), Heard.comment("c"));
  }

  @Test
  void lastEventIdOfTheConnectionIsKeptUntilABlockHasItsOwn() throws IOException {
    feed("data: a\n\nid: 42\ndata: b\n\nid\ndata: c\n\ndata: d\n\n");
    assertThat(recorder.heard)
        .containsExactly(afterId("41", "a"), withId("42", "b"), withId("", "c"), message("d"));
  }

  @Test
  void repeatedTypesAreOneString() throws IOException {
    feed("event: trade\ndata\n\nevent: trade\ndata\n\n");
    assertThat(recorder.heard)
        .extracting(heard -> ((Heard.Event) heard).type())
        .satisfies(types -> assertThat(types.get(0)).isSameAs(types.get(1)));
  }

  private void feed(String text) throws IOException {
    parser.consume(new Buffer().writeUtf8(text));
  }
}
