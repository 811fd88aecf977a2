package dev.holdfast.benchmarks;

import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** Who receives a stream, by its defaults. */
enum Contender {
  /** A bare listener: no reconnect, no cursor, no watchdog. */
  OKHTTP_SSE("okhttp-sse") {
    private final OkHttpClient client = new OkHttpClient();

    @Override
    AutoCloseable open(String url, Receiver receiver) {
      EventSourceListener listener =
          new EventSourceListener() {
            @Override
            public void onEvent(
                okhttp3.sse.EventSource source,
                @Nullable String id,
                @Nullable String type,
                String data) {
              receiver.event(id, data);
            }
          };
      return EventSources.createFactory(client)
              .newEventSource(new Request.Builder().url(url).build(), listener)
          ::cancel;
    }
  },

  /** By its blocking iterator, which is its fastest way, on a thread of its own. */
  OKHTTP_EVENTSOURCE("okhttp-eventsource") {
    @Override
    AutoCloseable open(String url, Receiver receiver) {
      EventSource source = new EventSource.Builder(URI.create(url)).build();
      Thread thread =
          new Thread(
              () -> {
                for (MessageEvent event : source.messages()) {
                  receiver.event(event.getLastEventId(), event.getData());
                }
              });
      thread.setDaemon(true);
      thread.start();
      return source;
    }
  },

  /** With everything that is on by default: resume, replay filter, cursors, liveness, gate. */
  HOLDFAST("holdfast") {
    private final StreamClient client = StreamClient.create();

    @Override
    AutoCloseable open(String url, Receiver receiver) {
      return subscribed(client, url, receiver);
    }
  },

  /** The same, on platform threads, as the others are; no other than that before JDK 24. */
  HOLDFAST_PLATFORM("holdfast, platform") {
    private final StreamClient client =
        StreamClient.builder()
            .readerExecutor(
                task -> {
                  Thread thread = new Thread(task);
                  thread.setDaemon(true);
                  thread.start();
                })
            .build();

    @Override
    AutoCloseable open(String url, Receiver receiver) {
      return subscribed(client, url, receiver);
    }
  };

  private static AutoCloseable subscribed(StreamClient client, String url, Receiver receiver) {
    return client.subscribe(
            StreamRequest.builder(url).build(), event -> receiver.event(event.id(), event.data()))
        ::cancel;
  }

  final String shown;

  Contender(String shown) {
    this.shown = shown;
  }

  interface Receiver {
    void event(@Nullable String id, String data);
  }

  /** Opens the stream; what it returns ends it. */
  abstract AutoCloseable open(String url, Receiver receiver);
}
