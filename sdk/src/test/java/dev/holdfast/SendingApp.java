package dev.holdfast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An app with little memory that sends from many threads, on a network that keeps changing. */
final class SendingApp {
  private SendingApp() {}

  /** The URL of a stream, how many threads send, how many messages each, of how many characters. */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[1]);
    int each = Integer.parseInt(args[2]);
    String filler = "x".repeat(Integer.parseInt(args[3]));
    Map<Receipt.State, Integer> states = new EnumMap<>(Receipt.State.class);
    CountDownLatch all = new CountDownLatch(threads * each);
    StreamClient client = StreamClient.create();
    SendSettings sending =
        SendSettings.builder()
            .whenFull(SendSettings.FullPolicy.BLOCK)
            .upgradeGrace(Duration.ofMillis(50))
            .ackTimeout(Duration.ofSeconds(1))
            .build();
    Backoff quick = Backoff.builder().base(Duration.ofMillis(5)).cap(Duration.ofMillis(20)).build();
    Channel channel =
        client.open(
            StreamRequest.builder(args[0])
                .sending(sending)
                .backoff(quick)
                .proofTimeout(Duration.ofMillis(500))
                .build(),
            event -> {});
    List<Thread> senders = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int number = thread;
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  Receipt receipt = channel.send(number + ":" + i + " " + filler);
                  receipt.onDone(
                      done -> {
                        states.merge(done.state(), 1, Integer::sum);
                        all.countDown();
                      });
                  LockSupport.parkNanos(3_000_000);
                }
              });
      sender.start();
      senders.add(sender);
    }
    int network = 0;
    while (!all.await(400, TimeUnit.MILLISECONDS)) {
      // Else it would have seen enough of WebSocket for five minutes.
      client.networkChanged("network " + network++);
    }
    System.out.println("OUTCOME " + states + " " + channel.queued() + " left");
    client.close();
  }
}
