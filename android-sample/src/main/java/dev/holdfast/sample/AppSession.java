package dev.holdfast.sample;

import android.content.Context;
import android.content.SharedPreferences;
import android.net.ConnectivityManager;
import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import android.util.Log;
import android.widget.Toast;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What the app has one of: the client, the room, and what wakes and pauses them. Owned by the
 * application, so it outlives every activity. Main thread only.
 */
final class AppSession {
  /** How often the screen looks how far messages are. */
  private static final long REFRESH_MILLIS = 250;

  private final Handler main = new Handler(Looper.getMainLooper());
  private final Executor onMain = main::post;

  /** One thread, which ends when there is nothing to write. */
  private final ThreadPoolExecutor disk =
      new ThreadPoolExecutor(
          0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), AppSession::diskThread);

  private final Context context;
  private final SharedPreferences preferences;
  private final RoomStore store;
  private final StreamClient client;
  private final NetworkWatch network;

  /** Shown by the screen, and fed by it. */
  final Room room;

  /** Whether anyone needs the stream. */
  final Presence presence;

  private Settings settings = new Settings("", false);
  private @Nullable NetworkName networkName;
  private @Nullable Runnable screen;
  private boolean loaded;
  private final List<Runnable> untilLoaded = new ArrayList<>();
  private boolean saving;
  private boolean toldNotSaved;
  private boolean refreshing;
  private final Runnable refresh = this::refresh;

  AppSession(Context context, OkHttpClient okHttp) {
    this.context = context;
    preferences = context.getSharedPreferences("settings", Context.MODE_PRIVATE);
    store = new RoomStore(context, onMain, this::saved);
    client =
        StreamClient.builder()
            .okHttpClient(okHttp)
            // Goes on while the device sleeps, as System.nanoTime() does not.
            .bootClock(SystemClock::elapsedRealtime)
            .build();
    room = new Room(client, onMain, store, this::saveSoon, this::notSaved, this::changed);
    network =
        new NetworkWatch(
            context.getSystemService(ConnectivityManager.class),
            main,
            this::networkChanged,
            room::reconnectNow);
    presence = new Presence(main, this::wake, this::rest);
    disk.execute(this::load);
  }

  private static Thread diskThread(Runnable work) {
    return new Thread(work, "sample disk");
  }

  private void load() {
    Settings read = Settings.read(preferences);
    SavedRoom saved = store.read();
    main.post(
        () -> {
          settings = read;
          room.enter(read.address, saved);
          loaded = true;
          untilLoaded.forEach(Runnable::run);
          untilLoaded.clear();
        });
  }

  /** Does it at once, or when the settings are loaded. */
  void whenLoaded(Runnable action) {
    if (loaded) {
      action.run();
    } else {
      untilLoaded.add(action);
    }
  }

  private void wake() {
    network.start(); // First: a stream that knows its network connects once, not twice.
    room.resume();
  }

  private void rest() {
    network.stop();
    room.pause();
  }

  private void networkChanged(@Nullable NetworkName now) {
    networkName = now;
    if (now == null) {
      client.networkLost();
    } else {
      client.networkChanged(now.key);
    }
    changed();
  }

  /** Returns what the user has chosen; the address is empty until that is loaded. */
  Settings settings() {
    return settings;
  }

  void change(Settings chosen) {
    whenLoaded(() -> apply(chosen));
  }

  /** Changes but that. */
  void keepAlive(boolean on) {
    whenLoaded(() -> keep(new Settings(settings.address, on)));
  }

  private void keep(Settings chosen) {
    settings = chosen;
    disk.execute(() -> chosen.write(preferences));
  }

  private void apply(Settings chosen) {
    boolean elsewhere = !chosen.address.equals(settings.address);
    keep(chosen);
    if (elsewhere) {
      room.enter(chosen.address, null);
      saveSoon();
    } else if (room.state() == ConnectionState.CLOSED) {
      room.resume();
    }
  }

  /** Returns the network, or null where there is none. */
  @Nullable NetworkName network() {
    return networkName;
  }

  /** Sets what is told when there is something new to show. */
  void show(Runnable observer) {
    screen = observer;
    toldNotSaved = false;
    refresh();
  }

  /** It shows nothing any more. Another that came before this one went is still told. */
  void hide(Runnable observer) {
    if (screen == observer) {
      screen = null;
    }
  }

  private void changed() {
    if (screen != null) {
      screen.run();
    }
    refreshSoon(); // Without a screen, too: a message that has gone out is to be saved as such.
  }

  private void refreshSoon() {
    if (!refreshing) {
      refreshing = true;
      main.postDelayed(refresh, REFRESH_MILLIS);
    }
  }

  private void refresh() {
    main.removeCallbacks(refresh);
    refreshing = false;
    room.refresh();
    if (screen != null) {
      refreshSoon();
    }
  }

  private SavedRoom saved() {
    saving = false; // What changes from here on is for the next save.
    return room.saved();
  }

  private void saveSoon() {
    if (!saving && !room.address().isEmpty()) {
      saving = true;
      disk.execute(this::save);
    }
  }

  private void save() {
    try {
      store.save();
    } catch (IOException e) {
      Log.w("Holdfast sample", "not saved", e);
      main.post(this::notSaved);
    }
  }

  /** Says it once each time that the user comes: it is tried again, and may fail again. */
  private void notSaved() {
    if (screen != null && !toldNotSaved) {
      toldNotSaved = true;
      Toast.makeText(context, R.string.note_not_saved, Toast.LENGTH_LONG).show();
    }
  }

  /** Ends everything. Android does not call it: a process is killed. Tests do. */
  void close() {
    network.stop();
    main.removeCallbacks(refresh);
    screen = null;
    room.leave();
    client.close();
    disk.shutdown();
  }
}
