package dev.holdfast.testkit;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** A message that comes by POST, and its answer. */
final class PostedSend {
  private final EventLog log;
  private final SeenRequest request;
  private final Fault fault;
  private final Wire wire;

  PostedSend(EventLog log, SeenRequest request, Fault fault, Wire wire) {
    this.log = log;
    this.request = request;
    this.fault = fault;
    this.wire = wire;
  }

  MockResponse answer() throws IOException, InterruptedException {
    String key = request.header("Idempotency-Key");
    Reply reply = log.sends().deliver(key, null, data(), Served.SEND);
    Ending ending = fault.get(Fault.Aspect.ENDING, Ending.class);
    if (ending != null && ending.kind == Ending.Kind.RESET) {
      wire.reset();
      return Exchange.hangUp();
    }
    if (ending != null && ending.kind != Ending.Kind.STALL) {
      wire.cut();
      return Exchange.hangUp();
    }
    if (reply.refusal != null) {
      return new MockResponse.Builder().code(reply.retry ? 503 : 422).body(reply.refusal).build();
    }
    if (reply.acks == 0 || ending != null) {
      wire.awaitGone();
      return Exchange.hangUp();
    }
    if (reply.held && !awaitRelease()) {
      return Exchange.hangUp();
    }
    return new MockResponse.Builder().code(204).removeHeader("Content-Length").build();
  }

  private boolean awaitRelease() throws IOException, InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    log.sends().hold(released::countDown);
    while (!released.await(50, TimeUnit.MILLISECONDS)) {
      if (wire.stop.isStopped() || wire.clientGone()) {
        return false;
      }
    }
    return true;
  }

  private Payload data() {
    String type = contentType(request.header("Content-Type"));
    if (type.equals("application/json")) {
      return Payload.json(request.body().utf8());
    }
    return type.startsWith("text/")
        ? Payload.text(request.body().utf8())
        : Payload.binary(request.body().toByteArray());
  }

  private static String contentType(@Nullable String header) {
    return header == null ? "" : header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }
}
