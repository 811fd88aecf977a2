package dev.holdfast.internal.connection;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamListener;
import dev.holdfast.internal.session.Session;
import java.util.function.Consumer;

/** Says that a stream has a connection. Confined to the stream's serial context. */
final class Opening {
  private final Session session;
  private final Lifecycle lifecycle;
  private final Consumer<Consumer<StreamListener>> notices;

  /**
   * @param notices takes callbacks, in order
   */
  Opening(Session session, Lifecycle lifecycle, Consumer<Consumer<StreamListener>> notices) {
    this.session = session;
    this.lifecycle = lifecycle;
    this.notices = notices;
  }

  /**
   * The stream now has this connection: says so, and what it may have missed by it.
   *
   * @param synced whether the connection is known to miss nothing
   */
  void announce(Link link, boolean synced) {
    ConnectionInfo connection = link.connection;
    if (connection == null) {
      throw new IllegalStateException("not open: attempt " + link.number);
    }
    if (link.testsCursor && !synced) {
      session.cursorRefused();
    } else if (link.cursorWithheld) {
      session.cursorWithheld();
    } else if (link.succeeds && !synced && !session.resumes(link.cursorSent)) {
      session.reopenedBlindly();
    }
    lifecycle.ensure(ConnectionState.OPEN, null);
    notices.accept(listener -> listener.onOpen(connection));
  }
}
