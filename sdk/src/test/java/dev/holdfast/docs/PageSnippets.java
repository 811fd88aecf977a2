package dev.holdfast.docs;

import dev.holdfast.Channel;
import dev.holdfast.DeliverySettings;
import dev.holdfast.FileCursorStore;
import dev.holdfast.OverflowPolicy;
import dev.holdfast.Receipt;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import java.nio.file.Paths;
import java.util.concurrent.Executor;

/** README.md, docs/channels.md, docs/delivery.md and docs/operations.md. */
final class PageSnippets extends Shown {
  void readme(String token) throws Exception {
    StreamClient client = StreamClient.create(); // one for the app
    FileCursorStore positions = FileCursorStore.open(Paths.get("positions"));
    Subscription prices =
        client.subscribe(
            StreamRequest.builder("https://example.com/prices")
                .header("Authorization", "Bearer " + token)
                .cursorStore(positions, "prices") // continue where the last run stopped
                .build(),
            event -> show(event.data()));
    // later
    prices.cancel();
    prices.awaitClosed(); // its position is saved
    client.close();
  }

  void channels(StreamClient client) {
    Channel channel =
        client.open(StreamRequest.of("https://example.com/room"), event -> show(event.data()));
    Receipt receipt = channel.send("hello");
    receipt.onDone(done -> mark(done.id(), done.state()));
  }

  private void mark(String id, Receipt.State state) {
    show(id + " " + state);
  }

  StreamRequest delivery(Executor executor) {
    StreamRequest request =
        StreamRequest.builder("https://example.com/prices")
            .delivery(
                DeliverySettings.on(executor)
                    .buffer(1_000, 4 << 20)
                    .overflow(OverflowPolicy.conflate(StreamEvent::type)))
            .build();
    return request;
  }

  void operations(StreamClient client) {
    StreamRequest feed = StreamRequest.builder("https://example.com/feed").share().build();
    Subscription ticker =
        client.subscribe(feed.newBuilder().eventTypes("trade").build(), this::show);
    Subscription log = client.subscribe(feed, this::append); // the same connection
  }

  private void show(StreamEvent event) {
    show(event.data());
  }

  private void append(StreamEvent event) {
    show(event);
  }
}
