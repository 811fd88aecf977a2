package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robolectric.Shadows.shadowOf;

import android.content.Context;
import android.net.ConnectivityManager;
import android.net.ConnectivityManager.NetworkCallback;
import android.net.LinkProperties;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.net.NetworkInfo;
import android.os.Build;
import android.os.Looper;
import dev.holdfast.TransportType;
import dev.holdfast.testkit.EventLog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadows.ShadowNetwork;
import org.robolectric.shadows.ShadowNetworkCapabilities;
import org.robolectric.shadows.ShadowNetworkInfo;

/** The device around the app: its time, its main thread and its networks. */
final class Device {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** Longer than the first two delays of the SDK together. */
  private static final long FIRST_RETRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private Device() {}

  static AppSession session() {
    return SampleApplication.session(RuntimeEnvironment.getApplication());
  }

  /** Opens the app on a stream, without a screen. The device is on Wi-Fi. */
  static AppSession start(String url) throws Exception {
    wifi();
    AppSession session = session();
    await("settings", () -> !session.settings().address.isEmpty());
    session.change(new Settings(url, false));
    return session;
  }

  /** Lets the main thread work, and time go on as it does, until that is so. */
  static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      shadowOf(Looper.getMainLooper()).idleFor(5, TimeUnit.MILLISECONDS);
      if (condition.call()) {
        return;
      }
      assertThat(System.nanoTime() - end).as("waiting for: " + what + status()).isNegative();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static String status() {
    Room room = session().room;
    return "; state " + room.state() + ", rows " + texts(room) + "\n" + room.diagnostics();
  }

  /** A channel that has come to WebSocket has nothing else under way. */
  static void settle(Room room) throws Exception {
    await("WebSocket", () -> room.transport() == TransportType.WEBSOCKET);
  }

  /** The main thread's time, with nothing to wait for. */
  static void pass(long time, TimeUnit unit) {
    shadowOf(Looper.getMainLooper()).idleFor(time, unit);
  }

  /**
   * An hour of the main thread, and as long in truth as the SDK, whose clock is the machine's,
   * would wait at most before it tried again.
   */
  static void passWithoutARequest(EventLog log) throws Exception {
    int requests = log.requestCount();
    pass(1, TimeUnit.HOURS);
    long end = System.nanoTime() + FIRST_RETRIES_NANOS;
    while (System.nanoTime() - end < 0) {
      shadowOf(Looper.getMainLooper()).idleFor(20, TimeUnit.MILLISECONDS);
      assertThat(log.requestCount()).as("requests").isEqualTo(requests);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  static void awaitTexts(Room room, String... expected) throws Exception {
    await(Arrays.toString(expected), () -> texts(room).equals(Arrays.asList(expected)));
  }

  /** Texts of events and messages; gaps and notes by their kind. */
  static List<String> texts(Room room) {
    List<String> texts = new ArrayList<>();
    for (Row row : room.timeline.rows()) {
      boolean hasText = row.kind == Row.Kind.EVENT || row.kind == Row.Kind.MINE;
      texts.add(hasText ? row.text : row.kind + row.text);
    }
    return texts;
  }

  static void wifi() {
    to(1, NetworkCapabilities.TRANSPORT_WIFI, "192.168.1.1");
  }

  /** Another network, of which the device reports the same. */
  static void wifiAgain() {
    Network active = Objects.requireNonNull(connectivity().getActiveNetwork());
    report(
        ShadowNetwork.newInstance(4711),
        Objects.requireNonNull(connectivity().getNetworkCapabilities(active)),
        Objects.requireNonNull(connectivity().getLinkProperties(active)));
  }

  static void cellular() {
    to(0, NetworkCapabilities.TRANSPORT_CELLULAR, "10.20.30.40");
  }

  /** What a device without a network says. */
  @SuppressWarnings("deprecation")
  static void offline() {
    ConnectivityManager connectivity = connectivity();
    Network lost = connectivity.getActiveNetwork();
    shadowOf(connectivity).setActiveNetworkInfo(null);
    for (NetworkCallback callback : shadowOf(connectivity).getNetworkCallbacks()) {
      callback.onLost(lost);
    }
  }

  /** Robolectric has a network of each type, whose number is that of the type. */
  @SuppressWarnings("deprecation")
  private static void to(int type, int transport, String resolver) {
    ConnectivityManager connectivity = connectivity();
    NetworkInfo info =
        ShadowNetworkInfo.newInstance(
            NetworkInfo.DetailedState.CONNECTED, type, 0, true, NetworkInfo.State.CONNECTED);
    shadowOf(connectivity).setActiveNetworkInfo(info);
    Network network = Objects.requireNonNull(connectivity.getActiveNetwork());
    NetworkCapabilities capabilities = ShadowNetworkCapabilities.newInstance();
    shadowOf(capabilities).addTransportType(transport);
    LinkProperties links = new LinkProperties();
    links.setDnsServers(Arrays.asList(address(resolver)));
    shadowOf(connectivity).setNetworkCapabilities(network, capabilities);
    shadowOf(connectivity).setLinkProperties(network, links);
    report(network, capabilities, links);
  }

  private static void report(
      Network network, NetworkCapabilities capabilities, LinkProperties links) {
    for (NetworkCallback callback : shadowOf(connectivity()).getNetworkCallbacks()) {
      callback.onAvailable(network);
      callback.onCapabilitiesChanged(network, capabilities);
      callback.onLinkPropertiesChanged(network, links);
      if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
        callback.onBlockedStatusChanged(network, false);
      }
    }
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  static ConnectivityManager connectivity() {
    return (ConnectivityManager)
        RuntimeEnvironment.getApplication().getSystemService(Context.CONNECTIVITY_SERVICE);
  }

  /** Threads of the app and of the SDK. OkHttp's own idle ones end by themselves, later. */
  static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("holdfast-") || thread.getName().startsWith("sample")) {
        names.add(thread.getName());
      }
    }
    return names;
  }
}
