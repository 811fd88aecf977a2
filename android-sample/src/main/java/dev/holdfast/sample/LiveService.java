package dev.holdfast.sample;

import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.app.Service;
import android.content.Context;
import android.content.Intent;
import android.graphics.drawable.Icon;
import android.os.IBinder;
import android.util.Log;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stream connected while nobody looks, for as long as its notification says so. It does
 * nothing itself: the stream is the application's, and goes on by being needed.
 */
public class LiveService extends Service {
  static final String STOP = "dev.holdfast.sample.STOP";
  private static final String CHANNEL = "live";
  private static final int NOTIFICATION = 1;
  static final int TIMED_OUT = 2;

  /** Starts it; to be called while the app is visible. */
  static void start(Context context) {
    try {
      context.startForegroundService(new Intent(context, LiveService.class));
    } catch (IllegalStateException e) {
      // Android 12 and later, if it has just ceased to be: then the stream pauses, as without this.
      Log.w("Holdfast sample", "not allowed to stay connected", e);
    }
  }

  static void stop(Context context) {
    context.stopService(new Intent(context, LiveService.class));
  }

  @Override
  public int onStartCommand(@Nullable Intent intent, int flags, int startId) {
    if (intent != null && STOP.equals(intent.getAction())) {
      SampleApplication.session(this).keepAlive(false);
      stopSelf(startId); // Not if it has been started again meanwhile.
      return START_NOT_STICKY;
    }
    try {
      startForeground(NOTIFICATION, notification());
      getSystemService(NotificationManager.class).cancel(TIMED_OUT);
      SampleApplication.session(this).presence.serve(true);
    } catch (IllegalStateException e) {
      // Android 12 and later, if the app has just left the screen: then it pauses, as without this.
      Log.w("Holdfast sample", "not allowed to stay connected", e);
      stopSelf(startId);
    }
    // After a kill Android 12 would not let a restarted service come to the foreground.
    return START_NOT_STICKY;
  }

  private Notification notification() {
    PendingIntent stop =
        PendingIntent.getService(
            this,
            0,
            new Intent(this, LiveService.class).setAction(STOP),
            PendingIntent.FLAG_IMMUTABLE);
    Icon icon = Icon.createWithResource(this, R.drawable.ic_live);
    return builder()
        .setContentTitle(getString(R.string.service_title))
        .setContentText(SampleApplication.session(this).settings().address)
        .setOngoing(true)
        .addAction(
            new Notification.Action.Builder(icon, getString(R.string.service_stop), stop).build())
        .build();
  }

  private Notification.Builder builder() {
    NotificationChannel channel =
        new NotificationChannel(
            CHANNEL, getString(R.string.channel_name), NotificationManager.IMPORTANCE_LOW);
    getSystemService(NotificationManager.class).createNotificationChannel(channel);
    // The launcher's intent brings the task to the front as it is; another would put a second
    // screen on top of it.
    Intent launch =
        new Intent(this, MainActivity.class)
            .setAction(Intent.ACTION_MAIN)
            .addCategory(Intent.CATEGORY_LAUNCHER)
            .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
    return new Notification.Builder(this, CHANNEL)
        .setSmallIcon(R.drawable.ic_live)
        .setColor(getColor(R.color.primary))
        .setContentIntent(PendingIntent.getActivity(this, 0, launch, PendingIntent.FLAG_IMMUTABLE));
  }

  /**
   * Android 15 and later allow a service of this type six hours a day, and end an app whose service
   * does not stop then. The hours count anew when the user opens the app; so the setting stays, and
   * the user is told. (No {@code @Override}: the framework that Maven compiles against is older. R8
   * is told in {@code proguard-rules.pro}.)
   */
  public void onTimeout(int startId, int type) {
    Notification told =
        builder()
            .setContentTitle(getString(R.string.service_timed_out))
            .setContentText(getString(R.string.service_timed_out_text))
            .setAutoCancel(true)
            .build();
    getSystemService(NotificationManager.class).notify(TIMED_OUT, told);
    stopSelf();
  }

  @Override
  public void onDestroy() {
    SampleApplication.session(this).presence.serve(false);
    super.onDestroy();
  }

  @Override
  public @Nullable IBinder onBind(Intent intent) {
    return null;
  }
}
