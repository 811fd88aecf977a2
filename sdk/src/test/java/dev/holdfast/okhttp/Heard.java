package dev.holdfast.okhttp;

import dev.holdfast.Gap;
import java.io.IOException;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What a listener was told, as far as both sides must agree on it. */
sealed interface Heard {
  record Open(int status, Protocol protocol, @Nullable String contentType) implements Heard {}

  record Event(@Nullable String id, @Nullable String type, String data) implements Heard {}

  record Closed() implements Heard {}

  record Failure(Kind kind, @Nullable Integer status) implements Heard {}

  record Retry() implements Heard {}

  record Reconnected(int status) implements Heard {}

  record Missing(Gap.Reason reason) implements Heard {}

  /** How apps tell failures apart. */
  enum Kind {
    NO_THROWABLE,
    IO,
    ILLEGAL_STATE,
    OF_THE_LISTENER
  }

  Heard OPEN = new Open(200, Protocol.HTTP_1_1, "text/event-stream");
  Heard CLOSED = new Closed();

  static Heard event(@Nullable String id, String data) {
    return new Event(id, null, data);
  }

  static Heard failure(@Nullable Throwable t, @Nullable Response response) {
    Kind kind =
        t == null
            ? Kind.NO_THROWABLE
            : t instanceof IOException
                ? Kind.IO
                : t instanceof SseRecorder.Thrown ? Kind.OF_THE_LISTENER : Kind.ILLEGAL_STATE;
    return new Failure(kind, response == null ? null : response.code());
  }

  default boolean isLast() {
    return this instanceof Closed || this instanceof Failure;
  }
}
