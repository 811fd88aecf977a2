package dev.holdfast.sample;

import android.net.ConnectivityManager;
import android.net.ConnectivityManager.NetworkCallback;
import android.net.LinkProperties;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.os.Handler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells which network the app's traffic goes by. The system reports more than a stream need know:
 * its listener hears of another network, of none, and of one that has shown that it leads to the
 * internet, as after a login page. Main thread only.
 */
final class NetworkWatch {
  private final ConnectivityManager connectivity;
  private final Handler main;
  private final Consumer<@Nullable NetworkName> onChange;
  private final Runnable onValidated;

  private @Nullable Callback callback;
  private @Nullable NetworkName told;
  private boolean toldAny;

  /**
   * Creates a watch, which is off.
   *
   * @param connectivity the system's service
   * @param main the main thread's
   * @param onChange told the network, or null where there is none
   * @param onValidated told when the network begins to lead to the internet
   */
  NetworkWatch(
      ConnectivityManager connectivity,
      Handler main,
      Consumer<@Nullable NetworkName> onChange,
      Runnable onValidated) {
    this.connectivity = connectivity;
    this.main = main;
    this.onChange = onChange;
    this.onValidated = onValidated;
  }

  /** Tells what there is now, before it returns, and then what changes. */
  void start() {
    Network now = connectivity.getActiveNetwork();
    toldAny = false;
    tell(
        now == null
            ? null
            : NetworkName.of(
                connectivity.getNetworkCapabilities(now), connectivity.getLinkProperties(now)));
    callback = new Callback(now);
    connectivity.registerDefaultNetworkCallback(callback, main);
  }

  void stop() {
    if (callback != null) {
      connectivity.unregisterNetworkCallback(callback);
      callback = null;
    }
  }

  private void tell(@Nullable NetworkName name) {
    if (toldAny && (name == null ? told == null : name.equals(told))) {
      return;
    }
    toldAny = true;
    told = name;
    onChange.accept(name);
  }

  /**
   * What the system calls, on the main thread. For a network it comes as {@code onAvailable}, its
   * capabilities, its links, and blocked or not: at the third there is a name for it.
   */
  private final class Callback extends NetworkCallback {
    private @Nullable Network network;
    private @Nullable NetworkCapabilities capabilities;
    private @Nullable LinkProperties links;
    private boolean blocked;

    /** The network that there is: it may be lost before it is reported. */
    Callback(@Nullable Network now) {
      network = now;
    }

    @Override
    public void onAvailable(Network available) {
      network = available;
      capabilities = null;
      links = null;
      blocked = false;
    }

    @Override
    public void onCapabilitiesChanged(Network of, NetworkCapabilities now) {
      boolean validated = now.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED);
      boolean was =
          capabilities == null
              || capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED);
      capabilities = now;
      update();
      if (isCurrent() && validated && !was) {
        onValidated.run();
      }
    }

    @Override
    public void onLinkPropertiesChanged(Network of, LinkProperties now) {
      links = now;
      update();
    }

    /** Since API 29: by Doze or Data Saver, for example. */
    @Override
    public void onBlockedStatusChanged(Network of, boolean now) {
      blocked = now;
      update();
    }

    @Override
    public void onLost(Network lost) {
      if (isCurrent() && lost.equals(network)) {
        network = null;
        tell(null);
      }
    }

    private void update() {
      if (!isCurrent() || network == null) {
        return;
      }
      if (blocked) {
        tell(null);
      } else if (capabilities != null && links != null) {
        tell(NetworkName.of(capabilities, links));
      }
    }

    /** What was under way when the watch was stopped may still come. */
    private boolean isCurrent() {
      return callback == this;
    }
  }
}
