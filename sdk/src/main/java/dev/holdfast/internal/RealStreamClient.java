package dev.holdfast.internal;

import dev.holdfast.Channel;
import dev.holdfast.ChannelListener;
import dev.holdfast.DeliverySettings;
import dev.holdfast.EventIterator;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import dev.holdfast.internal.connection.ChannelSide;
import dev.holdfast.internal.connection.GatedTransports;
import dev.holdfast.internal.connection.OriginGate;
import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.internal.connection.SuspendDetector;
import dev.holdfast.internal.connection.TransportMemory;
import dev.holdfast.internal.connection.TransportOrder;
import dev.holdfast.internal.log.LoggingListener;
import dev.holdfast.internal.log.StateLog;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.pull.EventPull;
import dev.holdfast.internal.share.Sharing;
import dev.holdfast.internal.store.StoreClaims;
import dev.holdfast.internal.transport.CredentialSource;
import dev.holdfast.internal.transport.CredentialedTransports;
import dev.holdfast.internal.transport.HttpClients;
import dev.holdfast.internal.transport.LongPollTransport;
import dev.holdfast.internal.transport.PostSender;
import dev.holdfast.internal.transport.Poster;
import dev.holdfast.internal.transport.SseTransport;
import dev.holdfast.internal.transport.Transport;
import dev.holdfast.internal.transport.Transports;
import dev.holdfast.internal.transport.WebSocketTransport;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client, put together. */
public final class RealStreamClient implements StreamClient, Sharing.Upstreams {
  private static final long SUSPEND_CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger("dev.holdfast.StreamClient");

  /** Of all clients: one that follows another may find it still saving. */
  private static final StoreClaims CLAIMS = new StoreClaims();

  private final Environment env;
  private final StateLog stateLog;
  private final HttpClients clients;
  private final AtomicInteger numbers = new AtomicInteger();
  private final TransportMemory memory;
  private final OriginGate gate;
  private final SuspendDetector suspendDetector;
  private final Set<RealSubscription> streams = ConcurrentHashMap.newKeySet();
  private final Sharing sharing = new Sharing(this);
  private final AtomicBoolean closingIdle = new AtomicBoolean();
  private final AtomicBoolean watching = new AtomicBoolean();
  private volatile boolean closed;

  public RealStreamClient(OkHttpClient base, Environment env) {
    this.env = env;
    this.stateLog = new StateLog(log, env);
    this.clients = new HttpClients(base, env.clock, env.readers);
    this.memory = new TransportMemory(env.clock);
    GateLog gateLog = new GateLog(log, env.readers);
    this.gate = new OriginGate(env.clock, env.timers, env.random, gateLog, memory::isOffline);
    this.suspendDetector = new SuspendDetector(env.clock);
  }

  @Override
  public Subscription subscribe(StreamRequest request, StreamListener listener) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(listener, "listener");
    Subscription shared = request.share() ? sharing.subscribe(request, listener) : null;
    if (shared != null) {
      return shared;
    }
    RealSubscription stream = create(request, listener, () -> {});
    start(stream);
    return stream;
  }

  @Override
  public EventIterator stream(StreamRequest request) {
    Objects.requireNonNull(request, "request");
    if (request.share()) {
      throw new IllegalArgumentException(
          "share() is for listeners: an app that asks for its events would hold up the others");
    }
    if (!request.delivery().equals(DeliverySettings.inline())) {
      throw new IllegalArgumentException(
          "delivery(" + request.delivery() + ") is for listeners: this app asks for its events");
    }
    EventPull pull = new EventPull();
    TransportOrder order = TransportOrder.ofStream(request);
    RealSubscription stream = create(request, order, pull, pull::cancelled);
    pull.of(stream);
    start(stream);
    return pull;
  }

  @Override
  public Channel open(StreamRequest request, ChannelListener listener) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(listener, "listener");
    if (request.share()) {
      throw new IllegalArgumentException(
          "share() is for streams: a channel has a conversation of its own with its server");
    }
    TransportOrder order = TransportOrder.ofChannel(request);
    RealSubscription stream = create(request, order, listener, () -> {});
    Poster poster = new PostSender(clients, numbers.get(), env, request);
    String prefix = UUID.randomUUID().toString();
    ChannelSide side = new ChannelSide(stream, env, request, order, memory, poster, prefix);
    start(stream);
    return new RealChannel(stream, side);
  }

  @Override
  public RealSubscription create(
      StreamRequest request, StreamListener listener, Runnable onNoLast) {
    return create(request, TransportOrder.ofStream(request), listener, onNoLast);
  }

  /**
   * @param onCancelled is told in the serial context, as no callback is
   */
  private RealSubscription create(
      StreamRequest request, TransportOrder order, StreamListener listener, Runnable onCancelled) {
    LoggingListener logged = new LoggingListener(listener, request, log, stateLog);
    CredentialSource source = CredentialSource.of(request, env);
    GatedTransports transports =
        new GatedTransports(CredentialedTransports.of(transports(), source), gate, request);
    RealSubscription stream =
        new RealSubscription(
            env,
            request,
            order,
            logged,
            CredentialedTransports.of(transports, source),
            memory,
            over -> {
              if (over.isCancelled()) {
                streams.remove(over);
                onCancelled.run();
              }
              transports.leave();
            });
    try {
      stream.claim(CLAIMS);
    } catch (IllegalStateException taken) {
      stream.cancel();
      throw taken;
    }
    logged.cancelledBy(stream::isCancelled);
    stream.onPause(this::closeIdleConnectionsSoon);
    // Till then the client's end has to stop its callbacks.
    logged.afterLast(() -> streams.remove(stream));
    return stream;
  }

  @Override
  public void start(RealSubscription stream) {
    streams.add(stream);
    boolean late = closed;
    if (late) {
      stream.cancel();
    }
    if (stream.isCancelled()) {
      // Perhaps before it was added, and then nobody else takes it out.
      streams.remove(stream);
    } else {
      stream.start();
      watchForSuspend();
    }
    if (late) {
      throw new IllegalStateException("the client is closed");
    }
  }

  private Transports transports() {
    int number = numbers.getAndIncrement();
    Transport sse = new SseTransport(clients, number, env);
    Transport polls = new LongPollTransport(clients, number, env);
    Transport sockets = new WebSocketTransport(clients, number, env);
    return type ->
        type == TransportType.SSE ? sse : type == TransportType.LONG_POLL ? polls : sockets;
  }

  @Override
  public void networkChanged(String network) {
    memory.network(Objects.requireNonNull(network, "network"));
    allChanged();
  }

  @Override
  public void networkLost() {
    memory.networkLost();
    streams.forEach(RealSubscription::networkLost);
  }

  /** The streams come first: one that the gate let in before that would begin again, and wait. */
  private void allChanged() {
    streams.forEach(RealSubscription::networkChanged);
    gate.networkChanged();
  }

  @Override
  public void close() {
    closed = true;
    sharing.close();
    for (RealSubscription stream : streams) {
      stream.cancel();
    }
    env.timers.close();
    clients.close();
    onReader(
        () -> {
          clients.evictIdle();
          stateLog.flush();
        });
  }

  /** Not on Android's main thread, nor on the control thread: closing TLS writes to the network. */
  private void onReader(Runnable eviction) {
    try {
      env.readers.execute(eviction);
    } catch (RuntimeException | OutOfMemoryError noThread) {
      log.debug("idle connections are left to time out: no thread to close them on", noThread);
    }
  }

  /**
   * Once the readers have left them: an idle connection still costs, by HTTP/2 a ping at a time.
   */
  private void closeIdleConnectionsSoon() {
    if (closingIdle.compareAndSet(false, true)) {
      env.timers.schedule(
          IDLE_NANOS,
          () -> {
            closingIdle.set(false);
            onReader(clients::evictIdle);
          });
    }
  }

  private void watchForSuspend() {
    if (watching.compareAndSet(false, true)) {
      suspendDetector.slept();
      env.timers.schedule(SUSPEND_CHECK_NANOS, this::checkSuspend);
    }
  }

  private void checkSuspend() {
    if (suspendDetector.slept() && !memory.isOffline()) {
      allChanged();
    }
    watching.set(false);
    if (!streams.isEmpty()) {
      watchForSuspend();
    }
  }

  @Override
  public String toString() {
    return "StreamClient{" + (closed ? "closed" : streams.size() + " streams") + "}";
  }
}
