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

  /** Starts it; to be called while the app is visible. */
  static void start(Context context) {
    context.startForegroundService(new Intent(context, LiveService.class));
  }

  static void stop(Context context) {
    context.stopService(new Intent(context, LiveService.class));
  }

  @Override
  public int onStartCommand(@Nullable Intent intent, int flags, int startId) {
    if (intent != null && STOP.equals(intent.getAction())) {
      AppSession session = SampleApplication.session(this);
      session.change(new Settings(session.settings().address, false));
      stopSelf();
      return START_NOT_STICKY;
    }
    try {
      startForeground(NOTIFICATION, notification());
      SampleApplication.session(this).presence.serve(true);
    } catch (IllegalStateException e) {
      // Android 12 and later, if the app has just left the screen: then it pauses, as without this.
      Log.w("Holdfast sample", "not allowed to stay connected", e);
      stopSelf();
    }
    // After a kill Android 12 would not let a restarted service come to the foreground.
    return START_NOT_STICKY;
  }

  private Notification notification() {
    NotificationChannel channel =
        new NotificationChannel(
            CHANNEL, getString(R.string.channel_name), NotificationManager.IMPORTANCE_LOW);
    getSystemService(NotificationManager.class).createNotificationChannel(channel);
    PendingIntent open =
        PendingIntent.getActivity(
            this, 0, new Intent(this, MainActivity.class), PendingIntent.FLAG_IMMUTABLE);
    PendingIntent stop =
        PendingIntent.getService(
            this,
            0,
            new Intent(this, LiveService.class).setAction(STOP),
            PendingIntent.FLAG_IMMUTABLE);
    Icon icon = Icon.createWithResource(this, R.drawable.ic_live);
    return new Notification.Builder(this, CHANNEL)
        .setSmallIcon(icon)
        .setContentTitle(getString(R.string.service_title))
        .setContentText(SampleApplication.session(this).settings().address)
        .setContentIntent(open)
        .setColor(getColor(R.color.primary))
        .setOngoing(true)
        .addAction(
            new Notification.Action.Builder(icon, getString(R.string.service_stop), stop).build())
        .build();
  }

  /**
   * Android 15 and later allow a service of this type six hours a day. (No {@code @Override}: the
   * framework that Maven compiles against is older.)
   */
  public void onTimeout(int startId, int type) {
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
