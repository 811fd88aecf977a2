package dev.holdfast.okhttp;

import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.sse.EventSource;

/**
 * Puts Holdfast behind the interfaces of okhttp-sse. Where an app has
 *
 * <pre>{@code
 * EventSource.Factory factory = EventSources.createFactory(okHttpClient);
 * }</pre>
 *
 * <p>it has from now on
 *
 * <pre>{@code
 * EventSource.Factory factory = HoldfastEventSources.createFactory(streamClient);
 * }</pre>
 *
 * <p>and its {@code EventSourceListener} hears one stream, however many connections that takes:
 * {@code onOpen} once, then events, then once {@code onClosed} or {@code onFailure}, or nothing
 * more after {@code cancel()}.
 *
 * <table>
 * <caption>What a callback means</caption>
 * <tr><th>callback</th><th>okhttp-sse</th><th>here</th></tr>
 * <tr><td>{@code onOpen}</td><td>the server accepted the request</td>
 *   <td>the same, for the first connection. One that replaces it is not announced, but to a {@link
 *   ReconnectListener}</td></tr>
 * <tr><td>{@code onEvent}</td><td>{@code id}: the last one of this connection, or null; {@code
 *   type}: null where the server named none</td>
 *   <td>the same, with every event once and in order over all connections. An identifier outlives
 *   its connection, and counts even in a block without data, as WHATWG HTML §9.2.6 says; the
 *   position of the request is there from the start</td></tr>
 * <tr><td>{@code onClosed}</td><td>the response ended</td>
 *   <td>the server ended the stream: it answered 204. A GET whose response ended is sent
 *   again; any other request closes as with okhttp-sse</td></tr>
 * <tr><td>{@code onFailure}</td><td>anything else went wrong</td>
 *   <td>something went wrong that no retry can mend: a status such as 404 before any event (but
 *   not 408, 425, 429 or 5xx other than 501), a wrong content type, credentials or a certificate refused, a limit
 *   of the {@linkplain dev.holdfast.Backoff backoff} reached, a listener that threw. Lost
 *   connections and servers that cannot be reached are not told</td></tr>
 * <tr><td>{@code onFailure}: {@code t}</td><td>null for an HTTP status; {@code
 *   IllegalStateException} for a wrong content type; what the listener threw; else an {@code
 *   IOException}</td>
 *   <td>the same; the cause of the {@code IllegalStateException} or {@code IOException} is the
 *   {@link dev.holdfast.StreamException}, which says more</td></tr>
 * <tr><td>{@code onFailure}: {@code response}</td><td>the response, where there was one</td>
 *   <td>status, headers and protocol of the last response, where it belongs to the failure; the
 *   body is empty, the reason phrase too</td></tr>
 * <tr><td>after {@code cancel()}</td><td>{@code onFailure} with {@code IOException}</td>
 *   <td>no callback starts once it has returned. What an app released there it now releases where
 *   it cancels</td></tr>
 * </table>
 *
 * <p>Callbacks of one stream never overlap. They run on a thread of the client's readers; there is
 * no limit of five streams a host. Closing the client is like cancelling all its event sources.
 *
 * <p>The request's URL, method, headers and body are kept, its tags are not. A {@code
 * Last-Event-ID} header is where the stream starts. The body is written once, by {@code
 * newEventSource} and in the calling thread.
 *
 * <p>A request with any other method than GET is <em>not</em> sent again by itself, as the server
 * may do again what it does: then a lost connection is {@code onFailure} and an ended response
 * {@code onClosed}, as with okhttp-sse. Where it is safe, ask for it:
 *
 * <pre>{@code
 * HoldfastEventSources.createFactory(client, request -> request.backoff(Backoff.DEFAULT));
 * }</pre>
 */
public final class HoldfastEventSources {
  /** The most bytes that the body of a request may have: 16 MiB (16,777,216). */
  public static final long MAX_REQUEST_BODY_BYTES = 16L << 20;

  private HoldfastEventSources() {}

  /**
   * Returns a factory of event sources that reconnect and resume, with default settings.
   *
   * <p>Its {@code newEventSource} throws {@code IllegalArgumentException} for a request that cannot
   * be sent again: with a one-shot or duplex body, one over {@link #MAX_REQUEST_BODY_BYTES} or one
   * that cannot be read, with a header that has other than ASCII, a {@code Last-Event-ID} over
   * 4,096 bytes, or the method HEAD; and {@code IllegalStateException} if the client is closed.
   *
   * @param client opens the streams; stays the app's to close
   * @return the factory, for use from any thread
   */
  public static EventSource.Factory createFactory(StreamClient client) {
    return createFactory(client, request -> {});
  }

  /**
   * Returns a factory as {@link #createFactory(StreamClient)}, with settings.
   *
   * @param client opens the streams; stays the app's to close
   * @param settings is given each request before it is opened, to set a backoff, bounds, how to
   *     resume; it runs in {@code newEventSource}, in the calling thread
   * @return the factory, for use from any thread
   */
  public static EventSource.Factory createFactory(
      StreamClient client, Consumer<? super StreamRequest.Builder> settings) {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(settings, "settings");
    return (request, listener) -> {
      Objects.requireNonNull(listener, "listener");
      StreamRequest.Builder builder = Requests.translate(request);
      settings.accept(builder);
      HoldfastEventSource source = new HoldfastEventSource(request, builder.build(), listener);
      source.open(client);
      return source;
    };
  }
}
