package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream, what it has, and what a new connection brings, as scripts. */
abstract class Replays {
  final List<String> out = new ArrayList<>();
  final Session session =
      new Session(
          null,
          new Session.Output() {
            @Override
            public void accepted(Arrival arrival) {
              StreamEvent event = arrival.event();
              out.add(event == null ? "cursor " + arrival.cursor() : event.data());
            }

            @Override
            public void gap(Gap gap) {
              out.add(gap.reason() + " " + gap.from() + ".." + gap.to());
            }
          });
  Continuation connection = session.fromCursor();

  /** Events as "id:data"; "-:data" has no identifier, and leaves the cursor where it is. */
  void receive(String... events) {
    for (String event : events) {
      session.receive(connection, Arrival.event(event(event)));
    }
  }

  StreamEvent event(String text) {
    String[] parts = text.split(":", 2);
    @Nullable String id = parts[0].equals("-") ? null : parts[0];
    String cursor = id == null ? session.cursor() : id;
    return StreamEvent.create(id, cursor, "message", parts[1], TransportType.SSE);
  }

  void had(String... events) {
    receive(events);
    out.clear();
  }

  void reconnect() {
    connection = session.fromCursor();
  }

  void reconnectAnchored() {
    assertThat(session.anchor()).isNotNull();
    connection = session.fromAnchor();
  }
}
