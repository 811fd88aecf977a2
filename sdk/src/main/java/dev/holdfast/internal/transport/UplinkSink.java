package dev.holdfast.internal.transport;

import dev.holdfast.dialect.SocketConversation.Sending;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of messages that an attempt sends. From the attempt's threads. */
public interface UplinkSink {
  /** Nobody sends. */
  UplinkSink NONE =
      new UplinkSink() {
        @Override
        public void ready(Sending sending) {}

        @Override
        public void queued(String ref) {}

        @Override
        public void notQueued(String ref) {}

        @Override
        public void acknowledged(String ref) {}

        @Override
        public void unsendable(String ref, String reason) {}

        @Override
        public void refused(String ref, @Nullable String reason, boolean retry) {}
      };

  /** From now on it takes messages, or is known to take none. */
  void ready(Sending sending);

  /** A message is in the socket's queue, and no more will be heard of it. */
  void queued(String ref);

  /** A message did not go out, and none will any more. */
  void notQueued(String ref);

  /** The server has a message. */
  void acknowledged(String ref);

  /** A message cannot be said by this connection. */
  void unsendable(String ref, String reason);

  /** The server does not take a message. */
  void refused(String ref, @Nullable String reason, boolean retry);
}
