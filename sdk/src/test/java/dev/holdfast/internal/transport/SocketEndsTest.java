package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.WebSocketSettings;
import dev.holdfast.internal.wire.LimitExceededException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.RejectedExecutionException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketEndsTest {
  private static final HttpUrl URL = HttpUrl.get("https://host.example/e?token=SECRET");
  private static final String SHOWN = "https://host.example/e";

  private static AttemptEnd closed(int code, boolean endsStream, int... fatal) {
    WebSocketSettings settings = WebSocketSettings.builder().fatalCloseCodes(fatal).build();
    return SocketEnds.closed(code, "a\nb", endsStream, settings, SHOWN);
  }

  private static void is(AttemptEnd end, Verdict verdict, Reason reason, String says) {
    assertThat(end.verdict()).as("%s", end).isEqualTo(verdict);
    assertThat(end.cause().reason()).as("%s", end).isEqualTo(reason);
    assertThat(end.cause().getMessage())
        .contains(says)
        .contains("host.example")
        .doesNotContain("SECRET", "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1001, LOST, CONNECTION_LOST",
    "1002, LOST, PROTOCOL",
    "1003, LOST, PROTOCOL",
    "1005, LOST, CONNECTION_LOST",
    "1006, LOST, CONNECTION_LOST",
    "1007, LOST, PROTOCOL",
    "1008, REJECTED, CLOSED_BY_SERVER",
    "1009, LOST, PROTOCOL",
    "1010, LOST, PROTOCOL",
    "1011, LOST, CONNECTION_LOST",
    "1012, LOST, CONNECTION_LOST",
    "1013, LOST, CONNECTION_LOST",
    "1014, LOST, CONNECTION_LOST",
    "3000, LOST, CONNECTION_LOST",
    "4000, LOST, CONNECTION_LOST",
    "4999, LOST, CONNECTION_LOST"
  })
  void whatACloseMeans(int code, Verdict verdict, Reason reason) {
    is(closed(code, false, 1008), verdict, reason, "with " + code + " \"a.b\"");
  }

  @Test
  void theAppSaysWhichCodesAreFatal() {
    is(closed(1008, false), Verdict.LOST, Reason.CONNECTION_LOST, "1008");
    is(closed(4001, false, 4000, 4001), Verdict.REJECTED, Reason.CLOSED_BY_SERVER, "4001");
    is(closed(1002, false, 1002), Verdict.LOST, Reason.PROTOCOL, "1002");
  }

  @Test
  void theDialectSaysWhichCodesEndTheStream() {
    is(closed(1000, true, 1000 + 8), Verdict.ENDED, Reason.RESPONSE_ENDED, "1000");
    is(closed(1000, false), Verdict.LOST, Reason.CONNECTION_LOST, "1000");
    is(closed(1008, true, 1008), Verdict.ENDED, Reason.RESPONSE_ENDED, "1008");
  }

  @Test
  void aPingThatIsNotAnsweredIsASilence() {
    IOException pings = new SocketTimeoutException("sent ping but didn't receive pong");
    is(SocketEnds.broken(pings, URL, SHOWN), Verdict.LOST, Reason.SILENT, "no answer to a ping");
  }

  @Test
  void whatBreaksAConnection() {
    IOException large = new LimitExceededException(LimitExceededException.Bound.MESSAGE, 7);
    is(broken(large), Verdict.LOST, Reason.EVENT_TOO_LARGE, "limit of 7 bytes");
    is(broken(new ProtocolException("rsv1")), Verdict.LOST, Reason.PROTOCOL, "rsv1");
    is(broken(new EOFException()), Verdict.LOST, Reason.CONNECTION_LOST, "lost");
    is(broken(new SocketException("reset\n")), Verdict.LOST, Reason.CONNECTION_LOST, "reset.");
    is(broken(new IllegalStateException("x\ny")), Verdict.LOST, Reason.CONNECTION_LOST, "x.y");
  }

  private static AttemptEnd broken(Throwable t) {
    return SocketEnds.broken(t, URL, SHOWN);
  }

  @Test
  void whatPreventsOne() {
    AttemptEnd refused = SocketEnds.beforeUpgrade(new ConnectException("refused"), URL);
    is(refused, Verdict.UNREACHABLE, Reason.UNREACHABLE, "refused");
    IOException canceled = new IOException("canceled due to java.lang.SecurityException: no");
    canceled.addSuppressed(new SecurityException("no"));
    is(
        SocketEnds.beforeUpgrade(canceled, URL),
        Verdict.REJECTED,
        Reason.NOT_PERMITTED,
        "not permitted");
  }

  @Test
  void anExecutorThatTakesNoMoreIsNotTheServersFault() {
    InterruptedIOException rejected = new InterruptedIOException("executor rejected");
    rejected.initCause(new RejectedExecutionException("full"));
    AttemptEnd end = SocketEnds.beforeUpgrade(rejected, URL);
    assertThat(end.verdict()).isEqualTo(Verdict.UNREACHABLE);
    assertThat(end.cause().reason()).isEqualTo(Reason.RESOURCES);
    assertThat(end.cause()).hasMessageContaining("full");
  }

  @Test
  void ofADialectThatFailsOnlyTheKindOfFailureIsTold() {
    AttemptEnd end = SocketEnds.dialectFailed(new IllegalStateException("SECRET"), "mine");
    assertThat(end.cause().reason()).isEqualTo(Reason.DIALECT_FAILED);
    assertThat(end.cause().getMessage())
        .isEqualTo("dialect mine failed: java.lang.IllegalStateException");
    is(
        SocketEnds.malformed(new IOException("a\nb"), "mine", SHOWN),
        Verdict.LOST,
        Reason.PROTOCOL,
        "a.b");
    is(SocketEnds.malformed(new IOException(), "mine", SHOWN), Verdict.LOST, Reason.PROTOCOL, "");
  }
}
