package dev.holdfast.docs;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.background.BackgroundEventHandler;
import com.launchdarkly.eventsource.background.BackgroundEventSource;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** docs/migrating.md, from okhttp-eventsource. */
final class EventsourceSnippets extends Shown {
  BackgroundEventSource before(String url, String token) {
    BackgroundEventHandler handler =
        new BackgroundEventHandler() {
          @Override
          public void onMessage(String event, MessageEvent message) {
            show(message.getData());
            store.save(message.getLastEventId());
          }

          @Override
          public void onError(Throwable t) {
            showOnline(false);
          }

          @Override
          public void onOpen() {
            showOnline(true);
          }

          @Override
          public void onClosed() {}

          @Override
          public void onComment(String comment) {}
        };
    BackgroundEventSource source =
        new BackgroundEventSource.Builder(
                handler,
                new EventSource.Builder(
                        ConnectStrategy.http(URI.create(url))
                            .header("Authorization", "Bearer " + token))
                    .lastEventId(store.load()))
            .build();
    source.start();
    return source;
  }

  Subscription after(StreamClient client, String url, String token) {
    StreamListener listener =
        new StreamListener() {
          @Override
          public void onEvent(StreamEvent event) {
            show(event.data());
            store.save(event.lastEventId());
          }

          @Override
          public void onRetry(RetryInfo retry) {
            showOnline(false);
          }

          @Override
          public void onOpen(ConnectionInfo connection) {
            showOnline(true);
          }

          @Override
          public void onClosed(@Nullable StreamException cause) {
            showError(cause);
          }
        };
    Subscription subscription =
        client.subscribe(
            StreamRequest.builder(url)
                .header("Authorization", "Bearer " + token)
                .lastEventId(store.load())
                .build(),
            listener);
    return subscription;
  }
}
