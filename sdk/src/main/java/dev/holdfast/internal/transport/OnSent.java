package dev.holdfast.internal.transport;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Hears when a request has a connection and is about to be sent; a tag of the request. */
interface OnSent {
  /** Runs next to the network, after the app's own interceptors. */
  Interceptor TELL =
      new Interceptor() {
        @Override
        public Response intercept(Chain chain) throws IOException {
          Request request = chain.request();
          OnSent tag = request.tag(OnSent.class);
          if (tag != null) {
            tag.sent();
          }
          return chain.proceed(request);
        }
      };

  void sent();
}
