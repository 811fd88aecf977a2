package dev.holdfast.internal.connection;

import org.jspecify.annotations.Nullable;

/**
 * What a stream sends, as far as its connections concern it. Told in the stream's serial context.
 */
interface Uplink {
  /** A stream that only receives. */
  Uplink NONE =
      new Uplink() {
        @Override
        public void active(Link link) {}

        @Override
        public void inactive() {}

        @Override
        public void look() {}

        @Override
        public void networkChanged() {}

        @Override
        public void queued(Link link, String ref) {}

        @Override
        public void notQueued(Link link, String ref) {}

        @Override
        public void acknowledged(String ref) {}

        @Override
        public void unsendable(Link link, String ref, String reason) {}

        @Override
        public void refused(Link link, String ref, @Nullable String reason, boolean retry) {}
      };

  /** The stream has this connection, or tries to. */
  void active(Link link);

  /** The stream has none. */
  void inactive();

  /** What a connection can do has changed, or what is known of transports. */
  void look();

  /** What is on its way by what there was before may be lost. */
  void networkChanged();

  void queued(Link link, String ref);

  void notQueued(Link link, String ref);

  void acknowledged(String ref);

  void unsendable(Link link, String ref, String reason);

  void refused(Link link, String ref, @Nullable String reason, boolean retry);
}
