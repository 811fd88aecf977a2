package dev.holdfast.okhttp;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream as okhttp-sse shows it. */
final class HoldfastEventSource implements EventSource, StreamListener {
  private static final Logger log =
      LoggerFactory.getLogger("dev.holdfast.okhttp.HoldfastEventSources");

  private final Request request;
  private final StreamRequest translated;
  private final EventSourceListener listener;
  private final @Nullable ReconnectListener reconnects;

  /** Null while {@code subscribe} has not returned; callbacks may come before that. */
  private volatile @Nullable Subscription subscription;

  private volatile boolean cancelled;

  // Written and read in callbacks only, which do not overlap.
  private boolean announced;
  private @Nullable Response current;

  HoldfastEventSource(Request request, StreamRequest translated, EventSourceListener listener) {
    this.request = request;
    this.translated = translated;
    this.listener = listener;
    this.reconnects = listener instanceof ReconnectListener ? (ReconnectListener) listener : null;
  }

  void open(StreamClient client) {
    Subscription opened = client.subscribe(translated, this);
    subscription = opened;
    if (cancelled) {
      opened.cancel();
    }
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public void cancel() {
    cancelled = true;
    Subscription opened = subscription;
    if (opened != null) {
      opened.cancel();
    }
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    if (cancelled) {
      return;
    }
    Response response = Responses.accepted(request, connection);
    current = response;
    if (announced) {
      if (reconnects != null) {
        reconnects.onReconnected(this, response);
      }
      return;
    }
    announced = true;
    try {
      listener.onOpen(this, response);
    } catch (Exception thrown) {
      // As okhttp-sse: a listener that cannot begin is told so, and ends.
      if (!cancelled) {
        cancel();
        listener.onFailure(this, thrown, response);
      }
    }
  }

  @Override
  public void onEvent(StreamEvent event) {
    if (!cancelled) {
      String type = event.hasOwnType() ? event.type() : null;
      listener.onEvent(this, event.lastEventId(), type, event.data());
    }
  }

  @Override
  public void onRetry(RetryInfo retry) {
    current = null;
    if (!cancelled && reconnects != null) {
      reconnects.onRetry(this, retry);
    }
  }

  @Override
  public void onGap(Gap gap) {
    if (cancelled) {
      return;
    }
    if (reconnects != null) {
      reconnects.onGap(this, gap);
    } else {
      log.warn("{}: {}", translated, gap);
    }
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    if (cancelled) {
      return;
    }
    if (cause == null || cause.reason() == StreamException.Reason.RESPONSE_ENDED) {
      listener.onClosed(this);
    } else {
      listener.onFailure(this, thrown(cause), responseOf(cause));
    }
  }

  /** What okhttp-sse has in such a case: apps tell failures apart by it. */
  private static @Nullable Throwable thrown(StreamException cause) {
    switch (cause.reason()) {
      case HTTP_STATUS:
      case CREDENTIALS_REFUSED:
        return cause.response() == null ? new IOException(cause.getMessage(), cause) : null;
      case CONTENT_TYPE:
        return new IllegalStateException(cause.getMessage(), cause);
      case LISTENER_FAILED:
        return cause.getCause();
      default:
        return new IOException(cause.getMessage(), cause);
    }
  }

  private @Nullable Response responseOf(StreamException cause) {
    ConnectionInfo refused = cause.response();
    return refused == null ? current : Responses.refused(request, refused);
  }
}
