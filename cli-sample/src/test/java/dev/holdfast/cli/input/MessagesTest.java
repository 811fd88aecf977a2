package dev.holdfast.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** What of standard input is a message. */
class MessagesTest {
  private static final Message TOO_LONG = Message.tooLong(8);
  private static final Message NO_TEXT = new Message.Unsendable("not UTF-8");

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Message> all(Messages messages) throws IOException {
    List<Message> all = new ArrayList<>();
    for (Message next = messages.next(); next != null; next = messages.next()) {
      all.add(next);
    }
    return all;
  }

  private static List<Message> lines(String text) throws IOException {
    return all(Messages.ofLines(input(text), 8));
  }

  private static Message text(String text) {
    return new Message.Text(text);
  }

  @Test
  void aLineEndsWithLfOrCrLf() throws IOException {
    assertThat(lines("a\nb\r\nc\rd\n")).containsExactly(text("a"), text("b"), text("c\rd"));
  }

  @Test
  void theLastLineNeedsNoEnd() throws IOException {
    assertThat(lines("a\nb")).containsExactly(text("a"), text("b"));
    assertThat(lines("a\nb\r")).containsExactly(text("a"), text("b\r"));
  }

  @Test
  void anEmptyLineIsAMessage() throws IOException {
    assertThat(lines("\n\r\n\na\n")).containsExactly(text(""), text(""), text(""), text("a"));
  }

  @Test
  void nothingIsNoMessage() throws IOException {
    assertThat(lines("")).isEmpty();
  }

  @Test
  void aLineOfMoreThanTheBoundIsLeftOut() throws IOException {
    String longer = "x".repeat(100_000);

    assertThat(lines("12345678\n12345678\r\n123456789\n1\n"))
        .containsExactly(text("12345678"), text("12345678"), TOO_LONG, text("1"));
    assertThat(lines(longer + "\r\na\n" + longer)).containsExactly(TOO_LONG, text("a"), TOO_LONG);
    assertThat(lines("123456789")).containsExactly(TOO_LONG);
    assertThat(lines("12345678\r")).containsExactly(TOO_LONG);
  }

  @Test
  void theBoundIsOfBytes() throws IOException {
    assertThat(lines("東東\n東東東\n")).containsExactly(text("東東"), TOO_LONG);
  }

  @Test
  void whatIsNoTextIsNotChanged() throws IOException {
    byte[] bytes = "ü\nxx\n\0\n".getBytes(StandardCharsets.UTF_8);
    bytes[3] = (byte) 0xc3;

    assertThat(all(Messages.ofLines(new ByteArrayInputStream(bytes), 8)))
        .containsExactly(text("ü"), NO_TEXT, text("\0"));
  }

  /** One that does not keep what it skips, nor read further than it has to. */
  @Test
  void aLineIsThereAsSoonAsItsEndIs() throws IOException {
    InputStream typed =
        new InputStream() {
          private final InputStream first = input("a\nb");

          @Override
          public int read() {
            throw new AssertionError("by the piece");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = first.read(bytes, offset, length);
            if (count < 0) {
              throw new AssertionError("it would wait for more");
            }
            return count;
          }
        };

    assertThat(Messages.ofLines(typed, 8).next()).isEqualTo(text("a"));
  }

  @Test
  void allOfItAsOneMessage() throws IOException {
    Message whole = new Message.Binary(ByteString.encodeUtf8("a\r\nb\n"));

    assertThat(all(Messages.ofWhole(input("a\r\nb\n"), 8))).containsExactly(whole);
    assertThat(all(Messages.ofWhole(input(""), 8)))
        .containsExactly(new Message.Binary(ByteString.EMPTY));
    assertThat(all(Messages.ofWhole(input("12345678"), 8))).hasSize(1).doesNotContain(TOO_LONG);
    assertThat(all(Messages.ofWhole(input("123456789"), 8))).containsExactly(TOO_LONG);
  }

  @Test
  void argumentsAsTheyAre() throws IOException {
    assertThat(all(Messages.ofTexts(List.of("a\n", "")))).containsExactly(text("a\n"), text(""));
    assertThat(all(Messages.ofBytes(List.of("ü"))))
        .containsExactly(new Message.Binary(ByteString.decodeHex("c3bc")));
  }
}
