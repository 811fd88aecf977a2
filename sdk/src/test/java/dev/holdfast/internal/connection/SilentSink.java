package dev.holdfast.internal.connection;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import org.jspecify.annotations.Nullable;

/** Hears how an attempt ends, and nothing else. */
final class SilentSink implements AttemptSink {
  @Nullable AttemptEnd end;

  @Override
  public void sent() {}

  @Override
  public void opened(ConnectionInfo connection, boolean cursorWithheld) {}

  @Override
  public void proven() {}

  @Override
  public void event(StreamEvent event) {}

  @Override
  public void cursor(@Nullable String lastEventId) {}

  @Override
  public void asked(@Nullable String cursor) {}

  @Override
  public void gap(@Nullable String from, @Nullable String to) {}

  @Override
  public void comment(long idleNanos) {}

  @Override
  public void retryHint(long millis) {}

  @Override
  public void ended(AttemptEnd how) {
    end = how;
  }

  @Override
  public void abandoned(AttemptEnd how) {
    end = how;
  }

  @Override
  public void resumed() {}

  @Override
  public void notResumed(@Nullable String from, @Nullable String to) {}
}
