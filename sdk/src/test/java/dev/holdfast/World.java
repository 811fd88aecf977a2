package dev.holdfast;

import dev.holdfast.internal.RealStreamClient;
import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Randomness;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import okhttp3.HttpUrl;

/** A server, a proxy before it, a client and one stream, all of real sockets. */
final class World implements AutoCloseable {
  /** What a busy machine may add to a time. */
  static final long SLACK_MILLIS = 400;

  final StreamServer server;
  final EventLog log;
  final StallableProxy proxy;
  final ShortTimers timers;
  final ReaderThreads readers = new ReaderThreads();
  final StreamClient client;
  final Timeline timeline;

  World(Speech speech) throws IOException {
    this(speech, nanos -> nanos);
  }

  /**
   * A world.
   *
   * @param delays how long timers take, of how long is asked for
   */
  World(Speech speech, LongUnaryOperator delays) throws IOException {
    server = speech.start();
    log = server.stream("/events").startFromBeginning();
    proxy = new StallableProxy(server.port());
    timers = new ShortTimers(delays);
    client =
        new RealStreamClient(
            speech.okHttp(server),
            new Environment(Clock.SYSTEM, timers, Randomness.SYSTEM, readers));
    timeline = new Timeline(log);
  }

  HttpUrl url() {
    return server.url("/events").newBuilder().port(proxy.port()).build();
  }

  StreamRequest.Builder request() {
    return StreamRequest.builder(url()).backoff(SocketTest.QUICK);
  }

  RealSubscription subscribe(StreamRequest.Builder request) {
    return (RealSubscription) client.subscribe(request.build(), timeline);
  }

  /** The requests of a kind that came, once there are so many. */
  List<SeenRequest> requests(Served kind, int count) {
    Await.until(count + " requests: " + kind, () -> seen(kind).size() >= count);
    return seen(kind);
  }

  private List<SeenRequest> seen(Served kind) {
    return server.requests().stream().filter(request -> request.served() == kind).toList();
  }

  static long millis(long from, long to) {
    return TimeUnit.NANOSECONDS.toMillis(to - from);
  }

  @Override
  public void close() throws IOException {
    timeline.close();
    client.close();
    proxy.close();
    server.close();
  }
}
