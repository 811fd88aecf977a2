package dev.holdfast.internal.transport;

import dev.holdfast.dialect.PollResponse;
import dev.holdfast.internal.wire.LimitExceededException;
import java.io.IOException;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import okio.GzipSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** The body of a response, read when it is asked for and as far as it may go. On one thread. */
final class BoundedBody implements PollResponse.Body {
  /** A byte string has an array; no JVM has a longer one. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private static final long CHUNK = 8192;

  private final Response response;
  private final long limit;
  private @Nullable IOException failure;

  /**
   * @param limit the most bytes that it may have, decoded
   */
  BoundedBody(Response response, long limit) {
    this.response = response;
    this.limit = Math.min(limit, LONGEST);
  }

  /** What reading threw: a dialect may have swallowed it, or thrown something of its own. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public ByteString read() throws IOException {
    try {
      return readAll();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private ByteString readAll() throws IOException {
    if (response.body().contentLength() > limit && !isGzip(response)) {
      throw tooLarge();
    }
    BufferedSource source = response.body().source();
    if (isGzip(response)) {
      source = Okio.buffer(new GzipSource(source));
    }
    Buffer body = new Buffer();
    while (source.read(body, CHUNK) != -1) {
      if (body.size() > limit) {
        throw tooLarge();
      }
    }
    return body.readByteString();
  }

  private LimitExceededException tooLarge() {
    return new LimitExceededException(LimitExceededException.Bound.ANSWER, limit);
  }

  /** OkHttp decodes what it asked for itself; this is what the app asked for, or nobody. */
  static boolean isGzip(Response response) {
    return "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
  }
}
