package dev.holdfast;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** An app with little memory that takes a millisecond for each event, and ends with one open. */
final class SlowWebSocketApp {
  private SlowWebSocketApp() {}

  /** The URL of a stream, and how many events it has. */
  public static void main(String[] args) throws Exception {
    StreamClient client = StreamClient.create();
    StreamRequest.Builder request =
        StreamRequest.builder(args[0]).transports(TransportType.WEBSOCKET);
    CountDownLatch refused = new CountDownLatch(1);
    Subscription small =
        client.subscribe(
            request.maxEventBytes(10_000).build(),
            new StreamListener() {
              @Override
              public void onEvent(StreamEvent event) {}

              @Override
              public void onRetry(RetryInfo retry) {
                System.out.println("OUTCOME tooLarge " + retry.cause().reason());
                refused.countDown();
              }
            });
    refused.await();
    small.cancel();
    int events = Integer.parseInt(args[1]);
    CountDownLatch all = new CountDownLatch(events);
    long[] chars = new long[1];
    boolean[] disorder = new boolean[1];
    client.subscribe(
        request.maxEventBytes(1 << 20).build(),
        event -> {
          LockSupport.parkNanos(1_000_000);
          disorder[0] |= !event.id().equals("" + (events - all.getCount() + 1));
          chars[0] += event.data().length();
          all.countDown();
        });
    all.await();
    String order = disorder[0] ? "in disorder" : "in order";
    System.out.println("OUTCOME " + events + " events, " + chars[0] + " chars, " + order);
  }
}
