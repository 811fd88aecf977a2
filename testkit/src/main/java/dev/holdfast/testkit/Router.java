package dev.holdfast.testkit;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** Finds what is served at a path; outlives the server's runs. */
final class Router {
  private final Map<String, EventLog> streams = new ConcurrentHashMap<>();
  private final Map<String, Function<? super SeenRequest, MockResponse>> handlers =
      new ConcurrentHashMap<>();
  private final Recorder recorder;
  private final ThreadLocal<Boolean> serving = ThreadLocal.withInitial(() -> false);

  Router(Recorder recorder) {
    this.recorder = recorder;
  }

  EventLog stream(String path) {
    return streams.computeIfAbsent(path, EventLog::new);
  }

  Iterable<EventLog> streams() {
    return streams.values();
  }

  void handle(String path, Function<? super SeenRequest, MockResponse> handler) {
    handlers.put(path, handler);
  }

  /** True on a thread that is running a test's schedule or handler. */
  boolean isServing() {
    return serving.get();
  }

  /** The dispatcher of one run. */
  Dispatcher dispatcher(Acceptor acceptor, StopSignal stop) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        acceptor.servedHere();
        try {
          TrackedSocket socket = acceptor.connection(request.getConnectionIndex());
          boolean http2 = request.getVersion().startsWith("HTTP/2");
          return answer(seen(request, socket), new Wire(socket, http2, stop));
        } catch (IOException e) {
          return Exchange.hangUp();
        }
      }
    };
  }

  private static SeenRequest seen(RecordedRequest request, TrackedSocket socket) {
    return new SeenRequest(
        request.getMethod(),
        request.getTarget(),
        request.getHeaders(),
        request.getBody() == null ? okio.ByteString.EMPTY : request.getBody(),
        socket.number,
        request.getVersion());
  }

  private MockResponse answer(SeenRequest request, Wire wire)
      throws IOException, InterruptedException {
    Function<? super SeenRequest, MockResponse> handler = handlers.get(request.path());
    EventLog log = handler != null ? null : streams.get(request.path());
    Exchange exchange = log == null ? null : new Exchange(log, request, wire);
    // Only now, so that once a test has seen the request its fault is taken, and what it publishes
    // then is in the answer.
    recorder.record(request);
    serving.set(true);
    try {
      if (handler != null) {
        return handler.apply(request);
      }
      if (exchange != null) {
        return exchange.answer();
      }
      recorder.unexpected("nothing is served at " + request);
      return new MockResponse.Builder().code(404).build();
    } catch (RuntimeException e) {
      recorder.unexpected(request + " met " + e);
      return new MockResponse.Builder().code(500).build();
    } finally {
      serving.remove();
    }
  }
}
