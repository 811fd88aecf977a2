package dev.holdfast.docs;

import dev.holdfast.Channel;
import dev.holdfast.ConnectionState;
import dev.holdfast.DeliverySettings;
import dev.holdfast.EventIterator;
import dev.holdfast.FileCursorStore;
import dev.holdfast.Gap;
import dev.holdfast.OverflowPolicy;
import dev.holdfast.Receipt;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.json.JsonEvents;
import dev.holdfast.json.JsonSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** docs/guide.md. */
final class GuideSnippets extends Shown {
  void first(String url) {
    StreamClient client = StreamClient.create(); // one for the app
    Subscription prices = client.subscribe(StreamRequest.of(url), event -> show(event.data()));
    awaitShown();
    prices.cancel(); // returns at once; no callback starts after it
    client.close(); // ends every stream of the client
  }

  StreamListener hearsMore() {
    StreamListener listener =
        new StreamListener() {
          @Override
          public void onEvent(StreamEvent event) {
            show(event.data());
          }

          @Override
          public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
            showOnline(state == ConnectionState.OPEN);
          }

          @Override
          public void onGap(Gap gap) {
            reload();
          }

          @Override
          public void onClosed(@Nullable StreamException cause) {
            showError(cause); // null if the server ended the stream in good order
          }
        };
    return listener;
  }

  StreamRequest continues(String url, Path file) throws IOException {
    FileCursorStore positions = FileCursorStore.open(file); // one for the app
    StreamRequest request = StreamRequest.builder(url).cursorStore(positions, "prices").build();
    return request;
  }

  void end(Subscription prices) throws InterruptedException {
    prices.cancel();
    prices.awaitClosed(); // not in a callback
  }

  StreamRequest latest(String url, Executor executor) {
    StreamRequest request =
        StreamRequest.builder(url)
            .delivery(
                DeliverySettings.on(executor) // such as that of the user interface
                    .overflow(OverflowPolicy.conflate(StreamEvent::type))) // the latest of a type
            .build();
    return request;
  }

  Subscription orders(
      StreamClient client, String url, FileCursorStore positions, Executor workers) {
    StreamRequest request =
        StreamRequest.builder(url)
            .delivery(DeliverySettings.inline().manualAck())
            .cursorStore(positions, "orders")
            .build();
    Subscription orders = client.subscribe(request, event -> workers.execute(() -> handle(event)));
    return orders;
  }

  void handle(StreamEvent event) {
    show(event.data());
    event.ack();
  }

  void pull(StreamClient client, String url) {
    try (EventIterator events = client.stream(StreamRequest.of(url))) {
      while (events.hasNext()) { // waits
        show(events.next().data());
      }
    }
  }

  record Trade(String symbol, double price) {}

  void show(Trade trade) {
    show(trade.toString());
  }

  Subscription trades(StreamClient client, StreamRequest request) {
    JsonEvents json = JsonEvents.strict();
    Subscription trades =
        client.subscribe(request, json.listener(Trade.class, (trade, event) -> show(trade)));
    return trades;
  }

  JsonEvents checked() {
    JsonEvents checked =
        JsonEvents.builder()
            .schemas(JsonSchemas.fromClassPath("/schemas/{type}.json", "trade", "quote"))
            .build();
    return checked;
  }

  Channel talk(StreamClient client, String url) {
    Channel room = client.open(StreamRequest.of(url), event -> show(event.data()));
    Receipt receipt = room.send("hello");
    receipt.onDone(done -> mark(done.id(), done.state()));
    return room;
  }

  void mark(String id, Receipt.State state) {
    show("message " + state);
  }

  void moves(StreamClient client) {
    client.networkChanged("wifi:home"); // any name that tells networks apart
  }

  void noNetwork(StreamClient client) {
    client.networkLost(); // until networkChanged: no attempt, no backoff, no limit that runs out
  }

  void inTheBackground(Subscription subscription) {
    subscription.pause(); // WAITING, with no connection and no retry
    subscription.resume(); // goes on from its position, at once
  }

  void says(Subscription prices) {
    showWarning(prices.diagnostics().toString());
  }

  void reload() {
    show("reloaded");
  }
}
