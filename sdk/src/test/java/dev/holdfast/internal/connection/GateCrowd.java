package dev.holdfast.internal.connection;

import dev.holdfast.Backoff;
import dev.holdfast.internal.sim.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Streams of one client, with their real backoff, and the one origin that they all connect to. */
final class GateCrowd {
  static final String ORIGIN = "https://example.com";

  /** What an attempt meets. */
  enum Origin {
    UP,
    REFUSES,
    DROPS,
    ANSWERS_503
  }

  final World world;
  final OriginGate gate;
  final List<Stream> streams = new ArrayList<>();

  Origin origin = Origin.UP;

  /** How many attempts a second the origin takes; the others it turns away, or lets wait. */
  double rate = 1e9;

  double burst = 1e9;
  boolean letsWait;

  /** Whether connections end in good order, and are not cut. */
  boolean endsInOrder;

  int attempts;
  int rejections;
  int connected;
  int underWay;
  int mostUnderWay;
  int mostWaitingThere;
  private double tokens;
  private long filledAt;
  private double busyUntil;

  GateCrowd(long seed) {
    world = new World(seed);
    gate = new OriginGate(world, world, world);
  }

  void takes(double rate, double burst) {
    this.rate = rate;
    this.burst = burst;
    tokens = burst;
    filledAt = world.nanoTime();
  }

  Stream add() {
    return add("/");
  }

  Stream add(String path) {
    Stream stream = new Stream(path);
    streams.add(stream);
    return stream;
  }

  /** Streams of a URL that the origin has no good answer for. */
  void addFailing(int count) {
    for (int i = 0; i < count; i++) {
      add("/fails").fails = true;
    }
  }

  void add(int count) {
    for (int i = 0; i < count; i++) {
      add();
    }
  }

  void startAll() {
    for (Stream stream : streams) {
      stream.enter();
    }
  }

  /** The origin goes away, and takes all connections with it. */
  void goAway(Origin how) {
    origin = how;
    for (Stream stream : streams) {
      if (stream.connected) {
        world.after(world.between(0, 50), stream::lose);
      }
    }
  }

  private boolean hasRoom() {
    long now = world.nanoTime();
    tokens = Math.min(burst, tokens + (now - filledAt) / 1e9 * rate);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** How long until the origin gets to what comes now. */
  private long queueMillis() {
    double now = world.nanoTime() / 1e6;
    busyUntil = Math.max(busyUntil, now) + 1000 / rate;
    mostWaitingThere = Math.max(mostWaitingThere, (int) ((busyUntil - now) * rate / 1000));
    return (long) (busyUntil - now);
  }

  final class Stream {
    final GateGuest guest;
    final RetryPlan plan = new RetryPlan(Backoff.DEFAULT, world);

    boolean fails;

    boolean connected;
    long openedAt;
    int attemptsOfOwn;
    long enteredAt;
    long longestWait;
    private GateTicket ticket;
    private GateConnection connection;

    Stream(String path) {
      guest = gate.join(ORIGIN, path);
    }

    void enter() {
      enteredAt = world.nanoTime();
      ticket = guest.enter(this::start);
      if (ticket.isGrantedAtOnce()) {
        start();
      }
    }

    private void start() {
      longestWait = Math.max(longestWait, world.nanoTime() - enteredAt);
      attemptsOfOwn++;
      attempts++;
      mostUnderWay = Math.max(mostUnderWay, ++underWay);
      int trip = world.between(5, 20);
      switch (origin) {
        case REFUSES:
          world.after(world.between(1, 5), () -> fail());
          break;
        case DROPS:
          world.after(world.between(5_000, 10_000), () -> fail());
          break;
        case ANSWERS_503:
          world.after(trip, () -> fail());
          break;
        default:
          world.after(trip / 2, () -> arrive(trip - trip / 2));
          break;
      }
    }

    private void arrive(int back) {
      if (origin != Origin.UP || fails) {
        world.after(back, this::fail);
      } else if (letsWait) {
        world.after(back + queueMillis(), this::connect);
      } else if (hasRoom()) {
        world.after(back, this::connect);
      } else {
        rejections++;
        world.after(back, this::fail);
      }
    }

    private void fail() {
      underWay--;
      ticket.failed(GateOutcome.AWAY);
      retry(0, false);
    }

    private void connect() {
      underWay--;
      connected = true;
      GateCrowd.this.connected++;
      openedAt = world.nanoTime();
      ticket.accepted();
      connection = guest.connection();
      hear();
    }

    private void hear() {
      if (connected) {
        connection.received();
        world.after(world.between(500, 3_000), this::hear);
      }
    }

    void lose() {
      if (connected) {
        connected = false;
        GateCrowd.this.connected--;
        if (endsInOrder) {
          connection.ended();
        } else {
          connection.lost();
        }
        retry(world.nanoTime() - openedAt, true);
      }
    }

    private void retry(long up, boolean fresh) {
      plan.ended(up, fresh);
      world.schedule(plan.delayNanos(fresh, 0), this::enter);
    }
  }

  long longestWaitMillis() {
    long longest = 0;
    for (Stream stream : streams) {
      longest = stream.fails ? longest : Math.max(longest, stream.longestWait);
    }
    return TimeUnit.NANOSECONDS.toMillis(longest);
  }
}
