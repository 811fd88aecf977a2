package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of those that listen, and what it heard. */
final class Ear implements StreamListener {
  private final List<String> heard = new ArrayList<>();
  final List<StreamEvent> events = new ArrayList<>();

  /** Done at each callback, told what is heard. */
  Consumer<String> action = heard -> {};

  @Nullable Subscription subscription;

  /** What an action asserted in vain; the stream takes it for a failing listener. */
  private @Nullable AssertionError failed;

  private void hear(String what) {
    heard.add(what);
    try {
      action.accept(what);
    } catch (AssertionError inVain) {
      failed = inVain;
    }
  }

  void hears(String... expected) {
    if (failed != null) {
      throw failed;
    }
    assertThat(heard).containsExactly(expected);
    heard.clear();
  }

  void at(@Nullable String cursor) {
    assertThat(subscription.lastEventId()).isEqualTo(cursor);
  }

  @Override
  public void onEvent(StreamEvent event) {
    events.add(event);
    hear(event.data());
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    hear("open " + connection.attempt());
  }

  @Override
  public void onRetry(RetryInfo retry) {
    hear("retry");
  }

  @Override
  public void onGap(Gap gap) {
    hear("gap " + gap.from() + ".." + gap.to());
  }

  @Override
  public void onEventFailed(StreamEvent event, Throwable failure) {
    hear("skipped " + event.data());
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
    hear(state.toString());
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    hear("closed " + (cause == null ? "" : cause.reason()));
  }
}
