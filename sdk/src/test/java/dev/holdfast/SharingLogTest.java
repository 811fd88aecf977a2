package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shared stream is logged as one; a listener that fails, as itself. */
class SharingLogTest extends SocketTest {
  private final Logger logger =
      (Logger) org.slf4j.LoggerFactory.getLogger("dev.holdfast.StreamClient");
  private final Level before = logger.getLevel();
  private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
          logged.add(line);
        }
      };

  @BeforeEach
  void capture() {
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void release() {
    logger.detachAppender(appender);
    logger.setLevel(before);
  }

  private List<String> lines(Level level) {
    return logged.stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void eachLineComesOnceAndNamesNoSecret() throws Exception {
    StreamRequest.Builder request =
        request().url(server.url("/events?key=hunter2")).header("X", "hunter2").share();
    StreamListener failing =
        event -> {
          throw new IllegalStateException("no");
        };
    Subscription skips = client.subscribe(request.build(), failing);
    subscribe(request);
    subscribe(request);
    log.publish("hunter2");
    Await.until("it is skipped", () -> "1".equals(skips.lastEventId()));
    recorder.next(StreamEvent.class);
    recorder.next(StreamEvent.class);
    log.end();
    recorder.next(Recorder.Closed.class);
    recorder.next(Recorder.Closed.class);

    assertThat(lines(Level.INFO)).filteredOn("stream is OPEN"::equals).hasSize(1);
    assertThat(lines(Level.INFO)).filteredOn("stream is CLOSED"::equals).hasSize(1);
    assertThat(lines(Level.WARN))
        .singleElement()
        .asString()
        .startsWith("a listener of a shared stream failed at an event, which it skips");
    assertThat(lines(Level.DEBUG))
        .anyMatch(line -> line.endsWith(", share} now has 2 subscriptions"))
        .anyMatch(line -> line.endsWith(", share} now has 3 subscriptions"));
    assertThat(logged)
        .allSatisfy(
            line ->
                assertThat(line.getFormattedMessage() + line.getKeyValuePairs())
                    .doesNotContain("hunter2"));
  }
}
