package dev.holdfast.sample;

import android.net.LinkProperties;
import android.net.NetworkCapabilities;
import android.net.RouteInfo;
import java.net.InetAddress;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What tells one network from another, and is the same when the device comes back to it, as far as
 * can be told. Not the name of a Wi-Fi, which would take the permission to know where the user is.
 * Immutable.
 */
final class NetworkName {
  /** For an app that may not know: one network for all. */
  static final NetworkName UNKNOWN = new NetworkName(Kind.OTHER, "");

  final Kind kind;

  /** For {@code StreamClient.networkChanged}. */
  final String key;

  private NetworkName(Kind kind, String key) {
    this.kind = kind;
    this.key = key;
  }

  /**
   * Names a network by its kind, its gateways and its resolvers. Mobile data has others each time
   * that the device attaches to it, so it is one network; and what IPv6 adds comes and goes, so it
   * counts only where there is nothing else.
   */
  static NetworkName of(
      @Nullable NetworkCapabilities capabilities, @Nullable LinkProperties links) {
    Kind kind = kind(capabilities);
    Set<String> servers = new TreeSet<>();
    if (links != null && kind != Kind.CELLULAR) {
      for (RouteInfo route : links.getRoutes()) {
        if (route.isDefaultRoute()) {
          add(servers, route.getGateway());
        }
      }
      for (InetAddress server : links.getDnsServers()) {
        add(servers, server);
      }
    }
    if (servers.stream().anyMatch(NetworkName::isIpv4)) {
      servers.removeIf(server -> !isIpv4(server));
    }
    return new NetworkName(kind, kind + " " + servers);
  }

  private static boolean isIpv4(String address) {
    return address.indexOf(':') < 0;
  }

  private static void add(Set<String> servers, @Nullable InetAddress server) {
    if (server != null && !server.isAnyLocalAddress()) {
      String address = String.valueOf(server.getHostAddress());
      int scope = address.indexOf('%'); // The interface's number or name, which another may get.
      servers.add(scope < 0 ? address : address.substring(0, scope));
    }
  }

  private static Kind kind(@Nullable NetworkCapabilities capabilities) {
    if (capabilities == null) {
      return Kind.OTHER;
    } else if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_VPN)) {
      return Kind.VPN;
    } else if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_WIFI)) {
      return Kind.WIFI;
    } else if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_ETHERNET)) {
      return Kind.ETHERNET;
    } else if (capabilities.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR)) {
      return Kind.CELLULAR;
    } else {
      return Kind.OTHER;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NetworkName && ((NetworkName) other).key.equals(key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key;
  }

  /** What carries a network. */
  enum Kind {
    /** Wi-Fi. */
    WIFI,
    /** Mobile data. */
    CELLULAR,
    /** A cable. */
    ETHERNET,
    /** A tunnel through another network. */
    VPN,
    /** Anything else. */
    OTHER
  }
}
