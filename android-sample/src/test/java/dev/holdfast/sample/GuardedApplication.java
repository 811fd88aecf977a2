package dev.holdfast.sample;

import okhttp3.OkHttpClient;

/** The app, with a client that tells when the main thread touches the network. */
public class GuardedApplication extends SampleApplication {
  final MainThreadGuard guard = new MainThreadGuard();

  @Override
  protected OkHttpClient okHttp() {
    return guard.on(new OkHttpClient());
  }
}
