package dev.holdfast.sample;

import android.app.Activity;
import android.app.Application.ActivityLifecycleCallbacks;
import android.os.Bundle;
import android.os.Handler;
import org.jspecify.annotations.Nullable;

/**
 * Whether anyone needs the stream: an activity that is shown, or the service. When the last is gone
 * it stays needed for a few seconds more, so that neither a rotation nor a glance at another app
 * costs a connection. Main thread only.
 */
final class Presence implements ActivityLifecycleCallbacks {
  /** Shorter than Android leaves a process in the background running freely. */
  static final long GRACE_MILLIS = 5_000;

  private final Handler main;
  private final Runnable onNeeded;
  private final Runnable onUnneeded;
  private final Runnable afterGrace = this::leave;
  private int shown;
  private boolean served;
  private boolean needed;

  /**
   * Creates one.
   *
   * @param main the main thread's
   * @param onNeeded told when the stream is needed again, or for the first time
   * @param onUnneeded told when it is no longer
   */
  Presence(Handler main, Runnable onNeeded, Runnable onUnneeded) {
    this.main = main;
    this.onNeeded = onNeeded;
    this.onUnneeded = onUnneeded;
  }

  /** The service began, or ended. */
  void serve(boolean on) {
    served = on;
    update();
  }

  @Override
  public void onActivityStarted(Activity activity) {
    shown++;
    update();
  }

  @Override
  public void onActivityStopped(Activity activity) {
    shown--;
    update();
  }

  private void update() {
    main.removeCallbacks(afterGrace);
    if (shown == 0 && !served) {
      main.postDelayed(afterGrace, GRACE_MILLIS);
    } else if (!needed) {
      needed = true;
      onNeeded.run();
    }
  }

  private void leave() {
    if (needed) {
      needed = false;
      onUnneeded.run();
    }
  }

  @Override
  public void onActivityCreated(Activity activity, @Nullable Bundle state) {}

  @Override
  public void onActivityResumed(Activity activity) {}

  @Override
  public void onActivityPaused(Activity activity) {}

  @Override
  public void onActivitySaveInstanceState(Activity activity, Bundle state) {}

  @Override
  public void onActivityDestroyed(Activity activity) {}
}
