package dev.holdfast.benchmarks;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;

/** Streams of Holdfast, with everything on that is on unless one says otherwise. */
final class HoldfastCrowd implements Crowd {
  private final StreamClient client = StreamClient.create();

  @Override
  public void open(int number, String url, Ledger ledger) {
    client.subscribe(
        StreamRequest.builder(url).build(),
        new StreamListener() {
          @Override
          public void onOpen(ConnectionInfo connection) {
            ledger.opened.incrementAndGet();
          }

          @Override
          public void onEvent(StreamEvent event) {
            ledger.event(number, Integer.parseInt(event.data()));
          }

          @Override
          public void onRetry(RetryInfo retry) {
            ledger.ended.incrementAndGet();
          }
        });
  }

  @Override
  public void close() {
    client.close();
  }
}
