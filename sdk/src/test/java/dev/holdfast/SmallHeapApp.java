package dev.holdfast;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An app with little memory: subscribes to the URLs it is given, one after the other. */
final class SmallHeapApp {
  private SmallHeapApp() {}

  /** Each argument is {@code URL} of a stream that closes, or {@code N@URL} of N events. */
  public static void main(String[] args) throws Exception {
    Backoff twice =
        Backoff.builder()
            .base(Duration.ofMillis(1))
            .cap(Duration.ofMillis(1))
            .floor(Duration.ZERO)
            .maxAttempts(2)
            .build();
    try (StreamClient client = StreamClient.create()) {
      for (String arg : args) {
        int at = arg.indexOf('@');
        int wanted = at < 0 ? Integer.MAX_VALUE : Integer.parseInt(arg.substring(0, at));
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger events = new AtomicInteger();
        AtomicLong chars = new AtomicLong();
        Subscription stream =
            client.subscribe(
                StreamRequest.builder(arg.substring(at + 1))
                    .transports(TransportType.SSE)
                    .backoff(twice)
                    .build(),
                new StreamListener() {
                  @Override
                  public void onEvent(StreamEvent event) {
                    chars.addAndGet(event.data().length());
                    if (events.incrementAndGet() == wanted) {
                      done.countDown();
                    }
                  }

                  @Override
                  public void onClosed(StreamException cause) {
                    done.countDown();
                  }
                });
        done.await();
        StreamException cause = stream.closeCause();
        stream.cancel();
        Object why = cause == null || cause.getCause() == null ? cause : cause.getCause();
        String reason = why == null ? "none" : ((StreamException) why).reason().name();
        System.out.println("OUTCOME " + events + " " + chars + " " + reason);
      }
    }
    System.out.println("OUTCOME end");
  }
}
