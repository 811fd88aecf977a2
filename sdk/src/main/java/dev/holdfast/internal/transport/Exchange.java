package dev.holdfast.internal.transport;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request, sent to wherever redirects lead. Executed once, on one thread; cancelled from any, as
 * often and as early as one likes.
 */
final class Exchange {
  private final HttpClients clients;
  private final OkHttpClient client;
  private final Request first;
  private final Redirects redirects;

  /** Where the request is being sent. */
  private volatile HttpUrl at;

  private volatile boolean cancelled;
  private volatile @Nullable Call call;

  /**
   * @param onSent is told on the executing thread
   * @param bare the request with none of the app's headers and no cursor, for other origins
   */
  Exchange(HttpClients clients, OkHttpClient client, Request bare, Request first, OnSent onSent) {
    this.clients = clients;
    this.client = client;
    this.first = first.newBuilder().tag(OnSent.class, onSent).build();
    this.redirects = new Redirects(bare.newBuilder().tag(OnSent.class, onSent).build());
    this.at = first.url();
  }

  /** Frees the socket. Prompt, idempotent. */
  void cancel() {
    cancelled = true;
    Call current = call;
    if (current != null) {
      current.cancel();
    }
  }

  /** Returns where the request was sent last. */
  HttpUrl at() {
    return at;
  }

  /** Whether the response comes from an origin that the cursor was not sent to. */
  boolean leftOrigin() {
    return redirects.leftOrigin();
  }

  /** Sends the request, and follows redirects to the response that counts. */
  Response execute() throws IOException {
    Request request = first;
    while (true) {
      at = request.url();
      Call next =
          (redirects.leftOrigin() ? clients.withoutInterceptors(client) : client).newCall(request);
      call = next;
      if (cancelled) {
        next.cancel();
      }
      Response response = next.execute();
      Request redirected;
      try {
        redirected = redirects.next(request, response);
      } catch (Redirects.UnfollowedException e) {
        response.close();
        throw e;
      }
      if (redirected == null) {
        return response;
      }
      response.close();
      request = redirected;
    }
  }
}
