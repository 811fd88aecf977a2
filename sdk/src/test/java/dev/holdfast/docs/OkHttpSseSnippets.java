package dev.holdfast.docs;

import dev.holdfast.Backoff;
import dev.holdfast.Gap;
import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamClient;
import dev.holdfast.okhttp.HoldfastEventSources;
import dev.holdfast.okhttp.ReconnectListener;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** docs/migrating.md, from okhttp-sse. */
final class OkHttpSseSnippets extends Shown {
  EventSource before(OkHttpClient okHttpClient, Request request, EventSourceListener listener) {
    EventSource.Factory factory = EventSources.createFactory(okHttpClient);
    EventSource source = factory.newEventSource(request, listener);
    return source;
  }

  EventSource after(StreamClient streamClient, Request request, EventSourceListener listener) {
    EventSource.Factory factory = HoldfastEventSources.createFactory(streamClient);
    EventSource source = factory.newEventSource(request, listener);
    return source;
  }

  StreamClient client(OkHttpClient okHttpClient) {
    StreamClient streamClient = StreamClient.builder().okHttpClient(okHttpClient).build();
    return streamClient;
  }

  EventSource.Factory withSettings(StreamClient streamClient) {
    EventSource.Factory factory =
        HoldfastEventSources.createFactory(
            streamClient,
            settings ->
                settings.backoff(Backoff.builder().maxElapsed(Duration.ofMinutes(10)).build()));
    return factory;
  }

  EventSource.Factory withDeadline(StreamClient streamClient) {
    EventSource.Factory factory =
        HoldfastEventSources.createFactory(
            streamClient,
            settings -> settings.heartbeat(HeartbeatPolicy.fixed(Duration.ofSeconds(45))));
    return factory;
  }

  /** As apps have it: shows events and the error that ended them. */
  class PricesListener extends EventSourceListener {
    @Override
    public void onEvent(
        EventSource eventSource, @Nullable String id, @Nullable String type, String data) {
      show(data);
    }

    @Override
    public void onFailure(
        EventSource eventSource, @Nullable Throwable t, @Nullable Response response) {
      showError(t);
    }
  }

  class TellingListener extends PricesListener implements ReconnectListener {
    @Override
    public void onRetry(EventSource eventSource, RetryInfo retry) {
      showOnline(false);
    }

    @Override
    public void onReconnected(EventSource eventSource, Response response) {
      showOnline(true);
    }

    @Override
    public void onGap(EventSource eventSource, Gap gap) {
      showWarning("events may be missing: " + gap.reason());
    }
  }
}
