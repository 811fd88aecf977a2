package dev.holdfast.internal.transport;

import dev.holdfast.LongPoll;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What a poll loop asks, when, and what follows from what comes. Of whoever has the loop's turn:
 * one reader after the other.
 */
final class PollCourse {
  private final HttpClients clients;
  private final int stream;
  private final Environment env;
  private final AttemptSpec spec;
  private final LongPoll settings;
  private final ContainedDialect dialect;
  private final AttemptSink sink;
  private final PollEvents events;
  private final PollPace pace;
  private boolean begun;
  private boolean fresh;
  private boolean retried;
  private long nextAt;

  PollCourse(
      HttpClients clients,
      int stream,
      Environment env,
      AttemptSpec spec,
      AttemptSink sink,
      BooleanSupplier cancelled) {
    this.clients = clients;
    this.stream = stream;
    this.env = env;
    this.spec = spec;
    this.settings = spec.request().longPoll();
    this.dialect = new ContainedDialect(settings.dialect());
    this.sink = sink;
    this.events = new PollEvents(sink, spec.cursor(), cancelled);
    this.pace = new PollPace(Nanos.of(settings.interval()), env.random, spec.isBesideEventStream());
    this.fresh = spec.fresh();
    this.nextAt = env.clock.nanoTime();
  }

  /** To be called whenever a reader takes over. */
  void enter() {
    if (begun) {
      return;
    }
    begun = true;
    PolledResponse answer = spec.firstAnswer();
    if (answer != null) {
      events.tell(answer.asPoll(spec.number()));
      nextAt = pace.salvaged(env.clock.nanoTime());
    }
  }

  /** How long to wait before the next poll; not positive for not at all. */
  long pauseNanos() {
    return nextAt - env.clock.nanoTime();
  }

  /** Returns the next poll, which is to begin now. */
  Poll next() {
    OkHttpClient client = clients.client(stream, fresh);
    if (fresh) {
      fresh = false;
      clients.evictRetired();
    }
    pace.asked(env.clock.nanoTime());
    return new Poll(clients, client, env.clock, spec, dialect, events.cursor(), hold(), sink::sent);
  }

  /** Tells what a poll brought. Returns how the attempt ends by it; null if it goes on. */
  @Nullable AttemptEnd after(Poll poll) {
    PolledResponse response = poll.response();
    if (response != null) {
      sink.received();
      // Before the sink is told, which may take as long as the app likes.
      long answeredAt = env.clock.nanoTime();
      retried = false;
      nextAt = pace.answered(answeredAt, events.tell(response), poll.mayBeHeld());
      return null;
    }
    nextAt = pace.unanswered();
    fresh = true;
    if (poll.saysNothing()) {
      return null;
    }
    // Servers close idle connections, some after seconds; a request may just meet that.
    if (poll.connectionFailed() && events.isOpened() && !retried && sink.mayAskAgain()) {
      retried = true;
      return null;
    }
    return poll.end();
  }

  /** A server with nothing to say proves itself by its first answer: that one should come soon. */
  private Duration hold() {
    Duration hold = settings.hold();
    Duration proof = spec.request().proofTimeout();
    Duration asked = events.isOpened() || hold.compareTo(proof) < 0 ? hold : proof;
    return asked.getNano() == 0 ? asked : Duration.ofSeconds(asked.getSeconds() + 1);
  }
}
