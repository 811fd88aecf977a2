package dev.holdfast.sample;

import android.app.Application;
import android.content.Context;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The process. It owns the client; activities and the service come and go. */
public class SampleApplication extends Application {
  private @Nullable AppSession session;

  @Override
  public void onCreate() {
    super.onCreate();
    session = new AppSession(this, okHttp());
    registerActivityLifecycleCallbacks(session.presence);
  }

  /** Returns the app's HTTP client, whose settings the streams take over. */
  protected OkHttpClient okHttp() {
    return new OkHttpClient();
  }

  static AppSession session(Context context) {
    return ((SampleApplication) context.getApplicationContext()).session();
  }

  AppSession session() {
    if (session == null) {
      throw new IllegalStateException("before onCreate");
    }
    return session;
  }
}
