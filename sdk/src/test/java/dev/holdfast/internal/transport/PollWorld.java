package dev.holdfast.internal.transport;

import dev.holdfast.LongPoll;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.sim.World;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** A poll loop in simulated time: an interceptor plays the server, and no socket is opened. */
final class PollWorld {
  /** A loop that does not pause does not let its test go on either. */
  private static final int MOST = 2_000;

  final World world = new World(1);
  final RecordingSink sink = new RecordingSink();
  final List<Request> requests = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  private final Deque<Server> script = new ArrayDeque<>();
  private final OkHttpClient base = new OkHttpClient.Builder().addInterceptor(this::serve).build();
  final HttpClients clients = new HttpClients(base, world, world);
  Executor readers = world;
  private Attempt attempt;

  /** Answers one poll. */
  interface Server {
    Response answer(Interceptor.Chain chain) throws IOException;
  }

  private Response serve(Interceptor.Chain chain) throws IOException {
    if (requests.size() > MOST) {
      throw new IllegalStateException("the loop does not end");
    }
    requests.add(chain.request());
    times.add(world.millis());
    if (chain.call().isCanceled()) {
      throw new IOException("Canceled");
    }
    Server next = script.size() > 1 ? script.poll() : script.peek();
    return next.answer(chain);
  }

  /** What comes next; the last of them comes for ever. */
  PollWorld then(Server server) {
    script.add(server);
    return this;
  }

  /** Holds a poll, and then answers it. */
  static Server after(PollWorld on, long millis, String lines) {
    return chain -> {
      on.hold(chain, millis);
      return response(chain, 200, lines);
    };
  }

  /** Time goes on while the server, or a dialect, takes its time. */
  void hold(Interceptor.Chain chain, long millis) throws IOException {
    world.runUntil(chain.call()::isCanceled, millis);
    if (chain.call().isCanceled()) {
      throw new IOException("Canceled");
    }
  }

  static Response response(Interceptor.Chain chain, int status, String body) {
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_1_1)
        .code(status)
        .message("")
        .header("Content-Type", "text/lines")
        .body(ResponseBody.create(body, MediaType.get("text/lines")))
        .build();
  }

  static StreamRequest.Builder request(UnaryOperator<LongPoll.Builder> settings) {
    return StreamRequest.builder("http://host.example/poll?token=SECRET")
        .transports(TransportType.LONG_POLL)
        .longPoll(settings.apply(LongPoll.builder().dialect(new LineDialect())).build());
  }

  Attempt open(StreamRequest.Builder request, String cursor) {
    return open(new AttemptSpec(request.build(), 1, cursor, false));
  }

  Attempt open(AttemptSpec spec) {
    Environment env = new Environment(world, world, world, readers);
    attempt = new LongPollTransport(clients, 0, env).open(spec, sink);
    return attempt;
  }

  /** Runs for a time, then ends the attempt: while a server holds polls, its reader goes on. */
  void play(long millis) {
    world.after(
        millis,
        () -> {
          sink.goDeaf();
          attempt.cancel();
        });
    world.run(millis + 1);
  }

  List<String> asked() {
    List<String> queries = new ArrayList<>();
    for (Request request : requests) {
      String after = request.url().queryParameter("after");
      queries.add(request.url().queryParameter("hold") + (after == null ? "" : " " + after));
    }
    return queries;
  }
}
