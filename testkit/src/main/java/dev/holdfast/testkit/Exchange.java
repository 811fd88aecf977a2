package dev.holdfast.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import mockwebserver3.SocketHandler;
import okhttp3.Headers;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** One request to a stream and its answer, on the connection's thread. */
final class Exchange {
  private final EventLog log;
  private final SeenRequest request;
  private final Entries.Start start;
  private final Supplier<Fault> fault;
  private final @Nullable Poll poll;
  private final Wire wire;

  /** Fixes on arrival what the request gets from where on, whatever delays its answer. */
  Exchange(EventLog log, SeenRequest request, Wire wire) {
    this.log = log;
    this.request = request;
    this.start = log.startFor(request.cursor());
    this.fault = log.nextFault(request);
    this.wire = wire;
    this.poll = request.served() == Served.LONG_POLL ? new Poll(log, request, start, wire) : null;
  }

  MockResponse answer() throws IOException, InterruptedException {
    Fault fault = this.fault.get();
    if (!wire.stop.sleep(fault.time(Fault.Aspect.HEADERS_DELAY))) {
      return hangUp();
    }
    Answer instead = fault.get(Fault.Aspect.ANSWER, Answer.class);
    if (instead != null) {
      return answer(instead, fault);
    }
    if (request.served() == Served.SEND) {
      return new PostedSend(log, request, fault, wire).answer();
    }
    if (request.served() == Served.WEBSOCKET && !fault.has(Fault.Aspect.IGNORE_UPGRADE)) {
      WebSocketSession.serve(log, request, start, fault, wire);
      return hangUp();
    }
    if (poll != null) {
      return polled(poll.answer(fault.dropped()), fault);
    }
    if (start.exhausted) {
      return new MockResponse.Builder().code(204).removeHeader("Content-Length").build();
    }
    Subscription subscription = new Subscription(log, start, fault, wire);
    return streaming(200, ownHeaders(fault), subscription::serve);
  }

  private MockResponse answer(Answer instead, Fault fault)
      throws IOException, InterruptedException {
    switch (instead.kind) {
      case NEVER:
        wire.awaitGone();
        return hangUp();
      case RESET:
        wire.reset();
        return hangUp();
      case RAW:
        OutputStream out = wire.out();
        out.write(instead.body);
        out.flush();
        wire.closeOrderly();
        return hangUp();
      case ENDLESS_HEADERS:
        endlessHeaders();
        return hangUp();
      case ENDLESS_LINE:
        return streaming(200, ownHeaders(fault), stream -> endlessLine(stream, fault));
      case STATUS:
        return status(instead, fault);
    }
    throw new AssertionError(instead.kind);
  }

  private MockResponse status(Answer instead, Fault fault) {
    if (!fault.shapesBody()) {
      return whole(instead, instead.body, fault);
    }
    Headers headers = with(fault, instead.headers.newBuilder());
    return streaming(instead.code, headers, stream -> body(stream, instead.body, fault));
  }

  private MockResponse polled(Answer answer, Fault fault) {
    if (answer.bodiless()) {
      return whole(answer, answer.body, fault);
    }
    Ending ending = fault.get(Fault.Aspect.ENDING, Ending.class);
    if (ending != null && fault.onlyTruncates()) {
      int size = (int) Math.min(ending.at, answer.body.length);
      return whole(answer, Arrays.copyOf(answer.body, size), fault);
    }
    return status(answer, fault);
  }

  private static MockResponse whole(Answer answer, byte[] body, Fault fault) {
    Headers headers = with(fault, answer.headers.newBuilder());
    MockResponse.Builder response = new MockResponse.Builder().code(answer.code);
    if (body.length > 0) {
      response.body(new Buffer().write(body));
    }
    if (answer.bodiless()) {
      response.removeHeader("Content-Length");
    }
    for (int i = 0; i < headers.size(); i++) {
      response.addHeader(headers.name(i), headers.value(i));
    }
    return response.build();
  }

  private Headers ownHeaders(Fault fault) {
    return with(
        fault,
        new Headers.Builder()
            .add("Content-Type", poll == null ? "text/event-stream" : "application/json")
            .add("Cache-Control", poll == null ? "no-cache" : "no-store"));
  }

  private static Headers with(Fault fault, Headers.Builder headers) {
    String type = fault.get(Fault.Aspect.CONTENT_TYPE, String.class);
    if (type != null) {
      headers.set("Content-Type", type);
    }
    Headers extra = fault.get(Fault.Aspect.HEADERS, Headers.class);
    return headers.addAll(extra == null ? Headers.of() : extra).build();
  }

  /** A body of ours to write. */
  private interface Body {
    void serve(okio.Socket stream) throws IOException, InterruptedException;
  }

  private MockResponse streaming(int code, Headers headers, Body body) {
    MockResponse.Builder response = new MockResponse.Builder().code(code).headers(headers);
    if (!wire.http2) {
      response.addHeader("Transfer-Encoding", "chunked");
    }
    return response.socketHandler(interruptible(body)).build();
  }

  private static SocketHandler interruptible(Body body) {
    return stream -> {
      try {
        body.serve(stream);
      } catch (IOException | InterruptedException e) {
        // The client or the server went away; either way this connection is of no more use.
        stream.cancel();
      }
    };
  }

  private void body(okio.Socket stream, byte[] bytes, Fault fault)
      throws IOException, InterruptedException {
    BodyWriter body = new BodyWriter(wire, stream, fault, log.writeSize());
    body.begin();
    body.write(bytes);
    body.end();
  }

  private void endlessLine(okio.Socket stream, Fault fault)
      throws IOException, InterruptedException {
    BodyWriter body = new BodyWriter(wire, stream, fault, log.writeSize());
    body.begin();
    String opening = poll == null ? "data: " : "{\"events\":[{\"data\":\"";
    body.write(opening.getBytes(StandardCharsets.UTF_8));
    byte[] filler = new byte[8192];
    Arrays.fill(filler, (byte) 'x');
    while (!body.finished()) {
      body.write(filler);
    }
  }

  private void endlessHeaders() throws IOException {
    OutputStream out = wire.out();
    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
    try {
      for (int i = 0; !wire.stop.isStopped(); i++) {
        out.write(("X-Endless-" + i + ": x\r\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The client has had enough.
    }
    wire.cut();
  }

  /** A response for a connection that is closed, or is to be: no byte of it is sent. */
  static MockResponse hangUp() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }
}
