package dev.holdfast.internal.connection;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;

/**
 * What a client's streams have learned about transports that do not work, for a time: a server does
 * not offer one at a path, or something on the way blocks one to an origin. Streams that open later
 * begin with what works. Holds a bounded number of facts, and forgets the oldest. Safe for use from
 * any thread; never blocks.
 */
public final class TransportMemory {
  static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);
  static final int FACTS = 1024;

  /** How often a transport that does not work is asked again, by all streams together. */
  static final long PROBE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Clock clock;

  /** Guarded by this: until when a transport is known not to work. */
  private final Map<String, Long> facts =
      new LinkedHashMap<String, Long>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > FACTS;
        }
      };

  private volatile String network = "";
  private volatile boolean offline;

  public TransportMemory(Clock clock) {
    this.clock = clock;
  }

  /** The machine is on this network now; what was blocked on another may not be on this one. */
  public void network(String key) {
    network = key;
    offline = false;
  }

  /** The machine is on no network. */
  public void networkLost() {
    offline = true;
  }

  /** Whether there is no network by which anything could work. */
  public boolean isOffline() {
    return offline;
  }

  /** Whether a transport is known not to work for a stream. */
  boolean isAvoided(StreamRequest request, TransportType type) {
    return isKnown(path(request, type)) || isKnown(way(request, type));
  }

  /** The server does not offer a transport at the stream's path. */
  void refused(StreamRequest request, TransportType type) {
    learn(path(request, type));
  }

  /** Something on the way blocks a transport. */
  void blocked(StreamRequest request, TransportType type) {
    learn(way(request, type));
  }

  /**
   * An attempt has failed to carry a stream that goes on by another transport.
   *
   * @param again whether that was so several times in a row
   */
  void failed(StreamRequest request, TransportType type, AttemptEnd end, boolean again) {
    if (end.isForbiddenPage() || end.verdict() == Verdict.MUTED) {
      blocked(request, type);
    } else if (end.verdict() == Verdict.REFUSED || end.verdict() == Verdict.REJECTED) {
      refused(request, type);
    } else if (again && end.isBrokenProtocol()) {
      refused(request, type);
    } else if (again && !isOurs(end)) {
      blocked(request, type);
    }
  }

  /** Whether it says nothing of the way nor of the server. */
  private static boolean isOurs(AttemptEnd end) {
    switch (end.cause().reason()) {
      case LISTENER_BEHIND:
      case DIALECT_FAILED:
      case RESOURCES:
        return true;
      default:
        return end.verdict() == Verdict.UNREACHABLE;
    }
  }

  /**
   * Whether to try whether a transport works again: always, unless it is known not to, and another
   * stream of the origin has tried within the interval.
   */
  synchronized boolean mayProbe(StreamRequest request, TransportType type) {
    if (!isAvoided(request, type)) {
      return true;
    }
    String probe = "probe " + way(request, type);
    Long last = facts.get(probe);
    if (last != null && clock.nanoTime() - last < PROBE_NANOS) {
      return false;
    }
    facts.put(probe, clock.nanoTime());
    return true;
  }

  /** A transport works for a stream. */
  synchronized void works(StreamRequest request, TransportType type) {
    facts.remove(path(request, type));
    facts.remove(way(request, type));
  }

  private synchronized boolean isKnown(String fact) {
    Long until = facts.get(fact);
    if (until != null && clock.nanoTime() - until >= 0) {
      facts.remove(fact);
      return false;
    }
    return until != null;
  }

  private synchronized void learn(String fact) {
    facts.remove(fact);
    facts.put(fact, clock.nanoTime() + KEPT_NANOS);
  }

  private static String path(StreamRequest request, TransportType type) {
    HttpUrl url = url(request, type);
    return type + " " + Redaction.origin(url) + url.encodedPath();
  }

  private String way(StreamRequest request, TransportType type) {
    return type + " " + Redaction.origin(url(request, type)) + " by " + network;
  }

  private static HttpUrl url(StreamRequest request, TransportType type) {
    HttpUrl own = null;
    if (type == TransportType.LONG_POLL) {
      own = request.longPoll().url();
    } else if (type == TransportType.WEBSOCKET) {
      own = request.webSocket().url();
    }
    return own == null ? request.url() : own;
  }
}
