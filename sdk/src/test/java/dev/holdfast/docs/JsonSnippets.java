package dev.holdfast.docs;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.EventDecodingException;
import dev.holdfast.PayloadPolicy;
import dev.holdfast.SendSettings;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.json.JsonEvents;
import dev.holdfast.json.JsonListener;
import dev.holdfast.json.JsonSchemas;
import java.nio.file.Path;
import java.util.List;

/** docs/json.md. */
final class JsonSnippets extends Shown {
  record Trade(String symbol, double price) {}

  record Quote(double bid, double ask) {}

  private void show(Trade trade) {
    show(trade.toString());
  }

  private void show(Quote quote) {
    show(quote.toString());
  }

  Subscription one(StreamClient client, StreamRequest request) {
    JsonEvents json = JsonEvents.strict();
    Subscription trades =
        client.subscribe(request, json.listener(Trade.class, (trade, event) -> show(trade)));
    return trades;
  }

  Subscription several(StreamClient client, StreamRequest request) {
    JsonEvents json = JsonEvents.strict();
    JsonListener listener =
        json.on("trade", Trade.class, (trade, event) -> show(trade))
            .on("quote", Quote.class, (quote, event) -> show(quote))
            .rest(
                new StreamListener() {
                  @Override
                  public void onEvent(StreamEvent event) {
                    show("of type " + event.type());
                  }

                  @Override
                  public void onEventFailed(StreamEvent event, Throwable failure) {
                    showWarning(String.valueOf(failure.getMessage()));
                  }
                });
    return client.subscribe(request, listener);
  }

  void byHand(StreamEvent event) {
    Trade trade = event.as(Trade.class);
    List<Trade> trades = event.as(new TypeReference<List<Trade>>() {});
    show(trade);
    trades.forEach(this::show);
  }

  JsonEvents settings(ObjectMapper appMapper) {
    JsonEvents json =
        JsonEvents.builder()
            .mapper(appMapper) // or JsonEvents.strictMapper().addModule(…).build()
            .onFailure(PayloadPolicy.CLOSE)
            .build();
    return json;
  }

  JsonEvents checked() {
    JsonSchemas schemas = JsonSchemas.fromClassPath("/schemas/{type}.json", "trade", "quote");
    JsonEvents json = JsonEvents.builder().schemas(schemas).build();
    return json;
  }

  JsonSchemas from(Path file, String text) {
    JsonSchemas schemas =
        JsonSchemas.builder()
            .classPath("trade", "/schemas/trade.json")
            .file("quote", file)
            .text("news", text)
            .allowOtherTypes()
            .build();
    return schemas;
  }

  String said(EventDecodingException failure) {
    return failure.kind() + failure.pointer();
  }

  SendSettings sending(ObjectMapper appMapper) {
    SendSettings sending = SendSettings.builder().mapper(appMapper).build();
    return sending;
  }
}
