package dev.holdfast.shrink;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.Channel;
import dev.holdfast.Credentials;
import dev.holdfast.CursorSaving;
import dev.holdfast.EventIterator;
import dev.holdfast.FileCursorStore;
import dev.holdfast.Receipt;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import dev.holdfast.json.JsonEvents;
import dev.holdfast.okhttp.HoldfastEventSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;

/** A small app that does a bit of everything. Prints a line for each thing that worked. */
public final class ShrunkApp {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final StreamClient client;
  private final String url;

  private ShrunkApp(StreamClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /** The URL of a stream that has a trade and a list of trades, and a file for cursors. */
  public static void main(String[] args) throws Exception {
    try (StreamClient client = StreamClient.create()) {
      ShrunkApp app = new ShrunkApp(client, args[0]);
      for (TransportType transport : TransportType.values()) {
        app.receive(transport);
      }
      app.listen();
      app.resume(Path.of(args[1]));
      app.send(TransportType.WEBSOCKET, TransportType.SSE);
      app.send(TransportType.SSE);
      app.dropIn();
    }
  }

  private StreamRequest.Builder request(TransportType... transports) {
    return StreamRequest.builder(url)
        .transports(transports)
        .credentials(why -> Credentials.bearer("token"));
  }

  private void receive(TransportType transport) throws Exception {
    try (EventIterator events = client.stream(request(transport).build())) {
      Trade one = next(events).as(Trade.class);
      List<Trade> several = next(events).as(new TypeReference<List<Trade>>() {});
      System.out.println(transport + " " + one + " " + several.get(0));
    }
  }

  private void listen() throws Exception {
    BlockingQueue<Trade> heard = new LinkedBlockingQueue<>();
    Subscription stream =
        client.subscribe(
            request(TransportType.SSE).build(),
            JsonEvents.strict().on("trade", Trade.class, (trade, event) -> heard.add(trade)));
    System.out.println("listener " + heard.poll(PATIENCE.getSeconds(), TimeUnit.SECONDS));
    stream.cancel();
  }

  private void resume(Path file) throws Exception {
    try (FileCursorStore store = FileCursorStore.open(file)) {
      StreamRequest request =
          request(TransportType.SSE)
              .cursorStore(store, "trades", CursorSaving.everyEvent())
              .build();
      for (int run = 1; run <= 2; run++) {
        try (EventIterator events = client.stream(request)) {
          StreamEvent event = next(events);
          // Who asks for the next one is done with this one.
          events.next(Duration.ofMillis(1));
          awaitSaved(store, event);
          System.out.println("run " + run + " from " + event.type());
        }
      }
    }
  }

  private static void awaitSaved(FileCursorStore store, StreamEvent event) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Objects.equals(store.load("trades"), event.lastEventId())) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("not saved: " + event);
      }
      Thread.yield();
    }
  }

  private void send(TransportType... transports) throws Exception {
    Channel channel = client.open(request(transports).build(), event -> {});
    Receipt text = channel.send("hello");
    Receipt object = channel.send(new Trade("SENT", 3, Trade.Side.SELL));
    text.await(PATIENCE);
    object.await(PATIENCE);
    System.out.println(transports[0] + " " + text.state() + " " + object.state());
    channel.cancel();
  }

  private void dropIn() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    EventSource source =
        HoldfastEventSources.createFactory(client)
            .newEventSource(
                new Request.Builder().url(url).header("Authorization", "Bearer token").build(),
                new EventSourceListener() {
                  @Override
                  public void onOpen(EventSource source, Response response) {
                    heard.add("code " + response.code());
                  }
                });
    System.out.println("drop-in " + heard.poll(PATIENCE.getSeconds(), TimeUnit.SECONDS));
    source.cancel();
  }

  private static StreamEvent next(EventIterator events) throws InterruptedException {
    StreamEvent event = events.next(PATIENCE);
    if (event == null) {
      throw new IllegalStateException("no event: " + events.subscription().diagnostics());
    }
    return event;
  }
}
