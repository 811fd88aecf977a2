package dev.holdfast.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.ConnectionState;
import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.sim.World;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.holdfast.LoggingTest");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final World world = new World(3);
  private final StateLog states = new StateLog(logger, world.environment());
  private final StreamRequest request =
      StreamRequest.of("https://user:hunter2@example.com/feed?token=hunter2");
  private final LoggingListener listener =
      new LoggingListener(event -> {}, request, logger, states);

  @BeforeEach
  void capture() {
    logger.setAdditive(false);
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.TRACE);
  }

  @AfterEach
  void release() {
    logger.detachAppender(appender);
    assertThat(appender.list)
        .noneSatisfy(
            line -> {
              assertThat(line.getFormattedMessage() + line.getKeyValuePairs()).contains("hunter2");
            });
  }

  private List<String> lines(Level level) {
    return appender.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void aPayloadThatCannotBeUsedIsNoFailureOfTheListener() {
    StreamEvent event = StreamEvent.create("1", "1", null, "\"hunter2\"", TransportType.SSE);
    Throwable failure = catchThrowable(() -> event.as(Integer.class));
    listener.onEventFailed(event, failure);
    listener.onEventFailed(event, new IllegalStateException("no"));
    assertThat(lines(Level.WARN))
        .containsExactly(
            "the payload of an event cannot be used, and the event is skipped: " + event,
            "the listener failed at an event, which is skipped: " + event);
    assertThat(appender.list.get(0).getThrowableProxy().getMessage())
        .contains("not java.lang.Integer")
        .doesNotContain("hunter2");
  }

  @Test
  void aStateChangeIsALineAtInfoWithItsCause() {
    listener.onStateChange(ConnectionState.OPEN, null);
    listener.onStateChange(
        ConnectionState.WAITING,
        new StreamException(StreamException.Reason.CONNECTION_LOST, "reset by peer", null));
    assertThat(lines(Level.INFO))
        .containsExactly("stream is OPEN", "stream is WAITING: reset by peer");
    assertThat(appender.list.get(1).getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly(
            "stream=StreamRequest{GET https://example.com/feed?token=…}",
            "state=WAITING",
            "reason=CONNECTION_LOST");
  }

  @Test
  void manyChangesAtOnceAreOneLine() {
    for (int i = 0; i < 500; i++) {
      listener.onStateChange(ConnectionState.WAITING, null);
    }
    for (int i = 0; i < 300; i++) {
      listener.onStateChange(ConnectionState.CONNECTING, null);
    }
    assertThat(lines(Level.INFO)).hasSize(StateLog.LINES);
    world.run(1_100);
    assertThat(lines(Level.INFO).subList(StateLog.LINES, lines(Level.INFO).size()))
        .containsExactly(
            (500 - StateLog.LINES) + " more streams of https://example.com/ are WAITING",
            "300 more streams of https://example.com/ are CONNECTING");
    assertThat(world.pending()).isZero();
  }

  @Test
  void fewChangesOverTimeAreAllLines() {
    for (int i = 0; i < 50; i++) {
      listener.onStateChange(ConnectionState.OPEN, null);
      world.run(200);
    }
    assertThat(lines(Level.INFO)).hasSize(50);
  }

  @Test
  void payloadsAreAtTraceOnly() throws Exception {
    StreamEvent event = StreamEvent.create("1", "1", "message", "payload!", TransportType.SSE);
    listener.onEvent(event);
    assertThat(lines(Level.DEBUG)).hasSize(1).noneMatch(line -> line.contains("payload!"));
    assertThat(lines(Level.TRACE)).containsExactly("data: payload!");
  }

  @Test
  void gapsAndEventsGivenUpAreWarnings() {
    listener.onGap(new Gap("1", "9", Gap.Certainty.POSSIBLE, Gap.Reason.RESUME_NOT_HONOURED));
    listener.onEventFailed(
        StreamEvent.create("1", "1", "message", "payload!", TransportType.SSE),
        new IllegalStateException("no"));
    assertThat(lines(Level.WARN)).hasSize(2).noneMatch(line -> line.contains("payload!"));
  }

  @Test
  void whatIsCancelledWhileALineIsLoggedIsNotTold() {
    List<String> told = new java.util.ArrayList<>();
    LoggingListener cancelled =
        new LoggingListener(
            new dev.holdfast.StreamListener() {
              @Override
              public void onEvent(StreamEvent event) {
                told.add("event");
              }

              @Override
              public void onStateChange(ConnectionState state, StreamException cause) {
                told.add("state");
              }
            },
            request,
            logger,
            states);
    cancelled.onStateChange(ConnectionState.OPEN, null);
    cancelled.cancelledBy(() -> true);
    cancelled.onStateChange(ConnectionState.WAITING, null);
    StreamEvent event = StreamEvent.create("1", "1", "message", "x", TransportType.SSE);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> cancelled.onEvent(event))
        .isInstanceOf(java.util.concurrent.CancellationException.class);
    assertThat(told).containsExactly("state");
  }
}
