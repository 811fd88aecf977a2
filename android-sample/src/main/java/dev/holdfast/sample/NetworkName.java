package dev.holdfast.sample;

import android.net.LinkProperties;
import android.net.NetworkCapabilities;
import android.net.RouteInfo;
import java.net.InetAddress;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What tells one network from another, and is the same when the device comes back to it. Not the
 * name of a Wi-Fi, which would take the permission to know where the user is. Immutable.
 */
final class NetworkName {
  final Kind kind;

  /** For {@code StreamClient.networkChanged}. */
  final String key;

  private NetworkName(Kind kind, String key) {
    this.kind = kind;
    this.key = key;
  }

  /** Names a network by its kind, its gateways and its resolvers. */
  static NetworkName of(
      @Nullable NetworkCapabilities capabilities, @Nullable LinkProperties links) {
    Kind kind = kind(capabilities);
    Set<String> servers = new TreeSet<>();
    if (links != null) {
      for (RouteInfo route : links.getRoutes()) {
        if (route.isDefaultRoute()) {
          add(servers, route.getGateway());
        }
      }
      for (InetAddress server : links.getDnsServers()) {
        add(servers, server);
      }
    }
    return new NetworkName(kind, kind + " " + servers);
  }

  private static void add(Set<String> servers, @Nullable InetAddress server) {
    if (server != null && !server.isAnyLocalAddress()) {
      servers.add(server.getHostAddress());
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
