package dev.holdfast.sample;

import android.net.ConnectivityManager;
import android.net.ConnectivityManager.NetworkCallback;
import android.net.LinkProperties;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.os.Build;
import android.os.Handler;
import android.util.Log;
import java.util.Objects;
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
  private @Nullable Network told;
  private boolean toldAny;

  /** The network that was named last. Its name is fixed: what comes to it later is still it. */
  private @Nullable Network named;

  private NetworkName name = NetworkName.UNKNOWN;

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
    if (now != null) {
      name(now, connectivity.getNetworkCapabilities(now), connectivity.getLinkProperties(now));
    }
    tell(now);
    Callback registered = new Callback(now);
    callback = registered;
    try {
      connectivity.registerDefaultNetworkCallback(registered, main);
    } catch (SecurityException e) {
      // Some builds of Android 11. Nothing will be told, so nothing may wait for it.
      Log.w("Holdfast sample", "not told of networks", e);
      callback = null;
      if (now == null) {
        onChange.accept(NetworkName.UNKNOWN);
      }
    }
  }

  void stop() {
    if (callback != null) {
      connectivity.unregisterNetworkCallback(callback);
      callback = null;
    }
  }

  private void name(
      Network network, @Nullable NetworkCapabilities capabilities, @Nullable LinkProperties links) {
    if (!network.equals(named)) {
      named = network;
      name = NetworkName.of(capabilities, links);
    }
  }

  /**
   * Another network of the same name is told, too: connections do not move from one to the other.
   */
  private void tell(@Nullable Network network) {
    if (toldAny && Objects.equals(network, told)) {
      return;
    }
    toldAny = true;
    told = network;
    onChange.accept(network == null ? null : name);
  }

  /**
   * What the system calls, on the main thread. For a network it comes as {@code onAvailable}, its
   * capabilities, its links, and since API 29 blocked or not: with the last, it is told.
   */
  private final class Callback extends NetworkCallback {
    private @Nullable Network network;
    private @Nullable NetworkCapabilities capabilities;
    private @Nullable LinkProperties links;
    private boolean blocked;
    private boolean blockedKnown;

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
      blockedKnown = Build.VERSION.SDK_INT < Build.VERSION_CODES.Q;
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
      blockedKnown = true;
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
      } else if (blockedKnown && capabilities != null && links != null) {
        name(network, capabilities, links);
        tell(network);
      }
    }

    /** What was under way when the watch was stopped may still come. */
    private boolean isCurrent() {
      return callback == this;
    }
  }
}
