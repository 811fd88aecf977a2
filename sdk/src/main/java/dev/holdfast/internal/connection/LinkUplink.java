package dev.holdfast.internal.connection;

import dev.holdfast.dialect.SocketConversation.Sending;
import dev.holdfast.internal.transport.UplinkSink;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a connection says of messages that it sends into the serial context. It does not
 * deliver: what the app's listener does must not hold up what the app sends.
 */
final class LinkUplink implements UplinkSink {
  private final Supervisor supervisor;
  private final Link link;

  LinkUplink(Supervisor supervisor, Link link) {
    this.supervisor = supervisor;
    this.link = link;
  }

  @Override
  public void ready(Sending sending) {
    supervisor.fromControl(
        () -> {
          link.sending = sending;
          uplink().look();
        });
  }

  @Override
  public void queued(String ref) {
    supervisor.fromControl(() -> uplink().queued(link, ref));
  }

  @Override
  public void notQueued(String ref) {
    supervisor.fromControl(
        () -> {
          link.sending = null;
          uplink().notQueued(link, ref);
        });
  }

  @Override
  public void acknowledged(String ref) {
    supervisor.fromControl(() -> uplink().acknowledged(ref));
  }

  @Override
  public void unsendable(String ref, String reason) {
    supervisor.fromControl(() -> uplink().unsendable(link, ref, reason));
  }

  @Override
  public void refused(String ref, @Nullable String reason, boolean retry) {
    supervisor.fromControl(() -> uplink().refused(link, ref, reason, retry));
  }

  private Uplink uplink() {
    return supervisor.reception().uplink();
  }
}
