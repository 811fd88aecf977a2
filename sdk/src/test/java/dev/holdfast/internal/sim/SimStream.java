package dev.holdfast.internal.sim;

import dev.holdfast.Backoff;
import dev.holdfast.DeliverySettings;
import dev.holdfast.ResumeCheck;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.internal.connection.TransportMemory;

/** One run: a server, a network with faults, a client, a trigger, an app; until all is settled. */
final class SimStream {
  private static final Backoff BACKOFF = Backoff.DEFAULT;

  private static final long SETTLE_MILLIS = 3_600_000;

  /** Twice the most patience that a quiet connection is granted, and time for the rest. */
  private static final long LONGEST_SILENCE_MILLIS = 20 * 60_000;

  /** Till then all is acknowledged. */
  private static final long LONGEST_STALL_MILLIS = 60_000;

  final World world;
  final SimServer server;
  final SimNetwork network;
  final Oracle oracle;
  private final SimListener listener;
  private final DeliverySettings delivery;
  private final Trigger trigger;
  private final FaultKind fault;
  private final ResumeCheck check;
  private final Mode mode;
  private RealSubscription subscription;
  private int toProduce;

  SimStream(
      long seed,
      Mode mode,
      ServerKind kind,
      FaultKind fault,
      Trigger trigger,
      SimListener.Kind app,
      AppSide side,
      ResumeCheck check) {
    this.mode = mode;
    this.world = new World(seed);
    this.server = new SimServer(world, kind);
    this.oracle = new Oracle(server.startCursor() != null, server.startCursor());
    this.listener = new SimListener(world, app, side, oracle, this::reopen);
    this.delivery = side.settings(world, listener);
    this.network = new SimNetwork(world, server, listener, fault, mode);
    this.trigger = trigger;
    this.fault = fault;
    this.check = check;
    this.subscription = open(server.startCursor());
  }

  private RealSubscription open(String cursor) {
    StreamRequest request =
        StreamRequest.builder("http://simulated/")
            .transports(mode.transports())
            .backoff(BACKOFF)
            .resumeCheck(check)
            .lastEventId(cursor)
            .delivery(delivery)
            .build();
    RealSubscription opened =
        new RealSubscription(
            world.environment(),
            request,
            mode.order(request),
            listener,
            network,
            new TransportMemory(world),
            over -> {});
    listener.attach(opened);
    opened.start();
    return opened;
  }

  private void reopen() {
    subscription = open(subscription.lastEventId());
  }

  /** Produces that many events under faults, then heals everything and waits for the last. */
  void run(int events) {
    toProduce = events;
    world.after(1_000, this::produce);
    world.after(world.between(1_000, 20_000), this::pullTrigger);
    if (!world.runUntil(() -> toProduce <= 0, SETTLE_MILLIS)) {
      throw new AssertionError("the server never produced its events");
    }
    network.heal();
    awaitBySilenceAlone();
    // Beyond the last: so that a live-only connection shows what it is, and the end is reached.
    while (oracle.last() < server.produced()) {
      if (server.produced() > events + 200) {
        throw new AssertionError(
            "at " + oracle.last() + " of " + server.produced() + ", " + subscription);
      }
      subscription.verify();
      world.run(5_000);
      server.produce();
      world.runUntil(() -> oracle.last() == server.produced(), 40_000);
    }
    world.run(LONGEST_STALL_MILLIS);
    oracle.settled(subscription.lastEventId(), server.kind);
    subscription.cancel();
    world.run(1_000);
  }

  /** Where a server loses nothing, a stream whose connection died comes to the end by itself. */
  private void awaitBySilenceAlone() {
    boolean arrives =
        world.runUntil(() -> oracle.last() == server.produced(), LONGEST_SILENCE_MILLIS);
    if (isExact() && !arrives) {
      throw new AssertionError(
          "waits in silence at "
              + oracle.last()
              + " of "
              + server.produced()
              + ", "
              + subscription.diagnostics());
    }
  }

  boolean isExact() {
    return mode.isExact(server, check);
  }

  boolean showsLoss() {
    return mode.showsLoss(server, check);
  }

  private void produce() {
    int burst = world.chance(0.05) ? world.between(2, 30) : 1;
    for (int i = 0; i < burst && toProduce > 0; i++, toProduce--) {
      server.produce();
    }
    if (toProduce > 0) {
      world.after(world.between(0, longestPause()), this::produce);
    }
  }

  /** Where only silence tells that a connection is dead, a stream has to outlast several. */
  private int longestPause() {
    return fault == FaultKind.HALF_OPEN ? 5_000 : mode.changes() ? 1_000 : 200;
  }

  private void pullTrigger() {
    if (toProduce <= 0) {
      return;
    }
    switch (trigger) {
      case RETRY -> {}
      case HANDOVER -> subscription.renew();
      case VERIFY -> subscription.verify();
      case SUSPEND -> {
        if (world.chance(0.5)) {
          server.cutOff();
        }
        if (world.chance(0.5)) {
          subscription.networkChanged();
        } else {
          RealSubscription paused = subscription;
          paused.pause();
          world.after(world.between(0, 20_000), paused::resume);
        }
      }
    }
    world.after(
        trigger == Trigger.HANDOVER ? world.between(500, 5_000) : world.between(5_000, 30_000),
        this::pullTrigger);
  }
}
