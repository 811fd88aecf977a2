package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robolectric.Shadows.shadowOf;

import android.app.Application;
import android.net.ConnectivityManager;
import android.net.ConnectivityManager.NetworkCallback;
import android.net.IpPrefix;
import android.net.LinkProperties;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.net.RouteInfo;
import android.os.Build;
import android.os.Handler;
import android.os.Looper;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowConnectivityManager;
import org.robolectric.shadows.ShadowNetwork;
import org.robolectric.shadows.ShadowNetworkCapabilities;
import org.robolectric.util.ReflectionHelpers;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/** What the system reports, and what of it a stream is told. */
@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = {26, 34},
    application = Application.class)
public class NetworkWatchTest {
  private static final int WIFI = NetworkCapabilities.TRANSPORT_WIFI;
  private static final int CELLULAR = NetworkCapabilities.TRANSPORT_CELLULAR;

  private final List<String> told = new ArrayList<>();
  private final NetworkWatch watch =
      new NetworkWatch(
          Device.connectivity(), new Handler(Looper.getMainLooper()), this::tell, () -> {});

  private void tell(@Nullable NetworkName name) {
    told.add(name == null ? "none" : name.key);
  }

  @Test
  public void whatComesToANetworkLaterIsStillThatNetwork() throws Exception {
    Network network = begin();
    LinkProperties first = links("2001:db8::1");
    report(network, WIFI, first);
    assertThat(told).containsExactly("none", "WIFI [2001:db8:0:0:0:0:0:1]");
    LinkProperties more = links("2001:db8::1", "192.168.1.1");
    callback().onLinkPropertiesChanged(network, more);
    assertThat(told).hasSize(2);
  }

  @Test
  public void anotherNetworkOfTheSameNameIsTold() throws Exception {
    report(begin(), WIFI, links("192.168.1.1"));
    report(ShadowNetwork.newInstance(102), WIFI, links("192.168.1.1"));
    assertThat(told).containsExactly("none", "WIFI [192.168.1.1]", "WIFI [192.168.1.1]");
  }

  @Test
  public void theSameNetworkAgainIsNot() throws Exception {
    Network network = begin();
    report(network, WIFI, links("192.168.1.1"));
    report(network, WIFI, links("192.168.1.1"));
    assertThat(told).hasSize(2);
    callback().onLost(network);
    assertThat(told).endsWith("none");
  }

  @Test
  public void aNetworkThatIsBlockedIsNone() throws Exception {
    Network network = begin();
    callback().onAvailable(network);
    callback().onCapabilitiesChanged(network, capabilities(WIFI));
    callback().onLinkPropertiesChanged(network, links("192.168.1.1"));
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
      callback().onBlockedStatusChanged(network, true);
      assertThat(told).containsExactly("none");
      callback().onBlockedStatusChanged(network, false);
    }
    assertThat(told).containsExactly("none", "WIFI [192.168.1.1]");
  }

  @Test
  public void theGatewayIsPartOfTheNameAndItsScopeIsNot() throws Exception {
    LinkProperties links = links("2001:db8::1");
    byte[] router = InetAddress.getByName("fe80::1").getAddress();
    addRoute(links, "::", 0, Inet6Address.getByAddress(null, router, 7));
    assertThat(NetworkName.of(capabilities(WIFI), links).key)
        .isEqualTo("WIFI [2001:db8:0:0:0:0:0:1, fe80:0:0:0:0:0:0:1]");
    addRoute(links, "0.0.0.0", 0, InetAddress.getByName("192.168.1.1"));
    addRoute(links, "10.0.0.0", 8, InetAddress.getByName("192.168.1.77"));
    assertThat(NetworkName.of(capabilities(WIFI), links).key)
        .as("IPv6 may come and go")
        .isEqualTo("WIFI [192.168.1.1]");
  }

  @Test
  public void mobileDataIsOneNetworkWhereverItAttaches() throws Exception {
    NetworkName here = NetworkName.of(capabilities(CELLULAR), links("10.1.2.3"));
    assertThat(NetworkName.of(capabilities(CELLULAR), links("10.7.7.7"))).isEqualTo(here);
    assertThat(NetworkName.of(capabilities(WIFI), links("10.1.2.3"))).isNotEqualTo(here);
  }

  @Test
  @Config(shadows = Refusing.class)
  public void whereTheSystemTellsNothingTheStreamConnectsAllTheSame() {
    offline();
    watch.start();
    assertThat(told).endsWith("");
    watch.stop();
    watch.start();
    assertThat(told).endsWith("");
  }

  /** As some builds of Android 11. */
  @Implements(ConnectivityManager.class)
  public static class Refusing extends ShadowConnectivityManager {
    @Override
    @Implementation
    protected void registerDefaultNetworkCallback(NetworkCallback callback, Handler handler) {
      throw new SecurityException("Package android does not belong to 10123");
    }
  }

  /** Begins without a network; the first is then this one. */
  private Network begin() {
    offline();
    watch.start();
    return ShadowNetwork.newInstance(101);
  }

  @SuppressWarnings("deprecation")
  private static void offline() {
    shadowOf(Device.connectivity()).setActiveNetworkInfo(null);
  }

  private static NetworkCallback callback() {
    return shadowOf(Device.connectivity()).getNetworkCallbacks().iterator().next();
  }

  private static void report(Network network, int transport, LinkProperties links) {
    callback().onAvailable(network);
    callback().onCapabilitiesChanged(network, capabilities(transport));
    callback().onLinkPropertiesChanged(network, links);
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
      callback().onBlockedStatusChanged(network, false);
    }
  }

  private static NetworkCapabilities capabilities(int transport) {
    NetworkCapabilities capabilities = ShadowNetworkCapabilities.newInstance();
    shadowOf(capabilities).addTransportType(transport);
    return capabilities;
  }

  private static LinkProperties links(String... resolvers) throws Exception {
    LinkProperties links = new LinkProperties();
    List<InetAddress> servers = new ArrayList<>();
    for (String resolver : resolvers) {
      servers.add(InetAddress.getByName(resolver));
    }
    links.setDnsServers(servers);
    return links;
  }

  /** By reflection: it is not for apps. */
  private static void addRoute(LinkProperties links, String to, int bits, InetAddress gateway)
      throws Exception {
    IpPrefix prefix =
        ReflectionHelpers.callConstructor(
            IpPrefix.class,
            ClassParameter.from(InetAddress.class, InetAddress.getByName(to)),
            ClassParameter.from(int.class, bits));
    RouteInfo route =
        ReflectionHelpers.callConstructor(
            RouteInfo.class,
            ClassParameter.from(IpPrefix.class, prefix),
            ClassParameter.from(InetAddress.class, gateway),
            ClassParameter.from(String.class, null));
    ReflectionHelpers.callInstanceMethod(
        links, "addRoute", ClassParameter.from(RouteInfo.class, route));
  }
}
