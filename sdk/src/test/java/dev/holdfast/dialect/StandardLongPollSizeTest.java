package dev.holdfast.dialect;

import static dev.holdfast.dialect.Polls.answer;
import static dev.holdfast.dialect.Polls.data;
import static dev.holdfast.dialect.Polls.malformed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large and deep answers, on a stack and in a heap of the usual size. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StandardLongPollSizeTest {
  private static final int MIB = 1 << 20;

  @Test
  void aMillionOpeningsAreNoStackOverflow() {
    for (String opening : new String[] {"[", "{\"data\":", "[{\"x\":"}) {
      assertThat(malformed("{\"events\":[{\"data\":" + opening.repeat(1_000_000)))
          .startsWith("JSON ends too early");
      assertThat(malformed("{\"x\":" + opening.repeat(1_000_000)))
          .startsWith("JSON ends too early");
      assertThat(malformed("{\"events\":" + opening.repeat(1_000_000))).isNotEmpty();
    }
  }

  @Test
  void megabytesOfOpeningsAreRefused() {
    byte[] nesting = new byte[64 * MIB];
    Arrays.fill(nesting, (byte) '[');
    System.arraycopy("{\"x\":".getBytes(), 0, nesting, 0, 5);
    assertThat(malformed(ByteString.of(nesting))).startsWith("JSON ends too early");
  }

  @Test
  void megabytesOfWhitespaceHoldNothing() throws IOException {
    byte[] space = new byte[64 * MIB];
    Arrays.fill(space, (byte) ' ');
    assertThat(LongPollDialect.standard().read(Polls.json(ByteString.of(space)))).isNull();
    System.arraycopy("{\"events\":[".getBytes(), 0, space, 16 * MIB, 11);
    System.arraycopy("]}".getBytes(), 0, space, 48 * MIB, 2);
    PollAnswer answer = LongPollDialect.standard().read(Polls.json(ByteString.of(space)));
    assertThat(answer.events()).isEmpty();
  }

  @Test
  void oneEventOfSixteenMebibytes() throws IOException {
    String ascii = "x".repeat(16 * MIB);
    assertThat(data("\"" + ascii + "\"").equals(ascii)).isTrue();
    String wide = "€\uD83D\uDE00".repeat(2 * MIB);
    assertThat(data("\"" + wide + "\"").equals(wide)).isTrue();
    String source = "[ \"" + wide + "\", 1.0 ]";
    assertThat(data(source).equals(source)).isTrue();
    String base64 = "{\"encoding\":\"base64\",\"data\":\"" + "QUJD".repeat(4 * MIB) + "\"}";
    assertThat(Polls.event(base64).bytes().size()).isEqualTo(12 * MIB);
  }

  @Test
  void largeThingsThatNobodyAskedForArePassedOver() throws IOException {
    String name = "n".repeat(4 * MIB);
    String value = "[\"" + "v".repeat(4 * MIB) + "\"," + "7".repeat(4 * MIB) + "]";
    assertThat(answer("{\"" + name + "\":" + value + ",\"events\":[]}").events()).isEmpty();
  }

  /** Not a benchmark: it shows when reading has become absurdly slow. */
  @Test
  void howLongAnAnswerOfAHundredEventsTakes() throws IOException {
    StringBuilder body = new StringBuilder("{\"events\":[");
    for (int i = 0; i < 100; i++) {
      body.append(i == 0 ? "" : ",").append("{\"id\":\"").append(i);
      body.append(
          "\",\"type\":\"trade\",\"data\":{\"symbol\":\"BTC\",\"price\":67340.10,\"n\":1}}");
    }
    ByteString bytes = ByteString.encodeUtf8(body.append("],\"nextCursor\":\"99\"}").toString());
    int rounds = 2000;
    long start = 0;
    for (int i = -rounds; i < rounds; i++) {
      start = i == 0 ? System.nanoTime() : start;
      PollResponse response = Polls.response(Headers.of(), bytes);
      assertThat(LongPollDialect.standard().read(response).events().size()).isEqualTo(100);
    }
    System.out.printf(
        "an answer of 100 events, %,d bytes: %,d ns%n",
        bytes.size(), (System.nanoTime() - start) / rounds);
  }
}
