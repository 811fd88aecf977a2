package dev.holdfast.cli.connect;

import dev.holdfast.cli.options.UsageException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The value of {@code --proxy}. No message shows more of it than scheme, host and port. */
public final class ProxyUrl {
  private static final String HEADER = "Proxy-Authorization";

  private final Proxy proxy;
  private final @Nullable String credentials;

  private ProxyUrl(Proxy proxy, @Nullable String credentials) {
    this.proxy = proxy;
    this.credentials = credentials;
  }

  /** Reads it, or says what is wrong with it. */
  public static ProxyUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new UsageException("--proxy: not a URL (write http://HOST:PORT)");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean socks = scheme.equals("socks5");
    if (!socks && !scheme.equals("http")) {
      throw new UsageException("--proxy: not an http or socks5 URL");
    }
    String given = uri.getRawAuthority() == null ? "" : afterLast('@', uri.getRawAuthority());
    if (uri.getHost() == null && !given.isEmpty()) {
      throw new UsageException("--proxy: not a host and a port: " + given);
    }
    String host = uri.getHost();
    if (host == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new UsageException("--proxy: no host, or no port from 1 to 65535");
    }
    String shown = scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    String path = uri.getRawPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    if (!bare || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new UsageException("--proxy: " + shown + ": has more than host and port");
    }
    if (socks && uri.getRawUserInfo() != null) {
      throw new UsageException("--proxy: " + shown + ": no user and password with socks5");
    }
    int port = uri.getPort() > 0 ? uri.getPort() : socks ? 1080 : 80;
    return new ProxyUrl(
        new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            InetSocketAddress.createUnresolved(host, port)),
        basic(uri.getRawUserInfo(), shown));
  }

  private static String afterLast(char mark, String text) {
    return text.substring(text.lastIndexOf(mark) + 1);
  }

  /** Makes the client connect through it. */
  public void applyTo(OkHttpClient.Builder client) {
    client.proxy(proxy);
    String header = credentials;
    if (header != null) {
      client.proxyAuthenticator(once(header));
    }
  }

  /** A proxy that asks again has refused them. */
  private static Authenticator once(String credentials) {
    return (route, response) ->
        response.request().header(HEADER) == null
            ? response.request().newBuilder().header(HEADER, credentials).build()
            : null;
  }

  private static @Nullable String basic(@Nullable String userInfo, String shown) {
    if (userInfo == null) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    try {
      String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
      String password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
      return Credentials.basic(user, password, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--proxy: " + shown + ": user or password badly escaped");
    }
  }

  /** Percent escapes only: a plus sign is a plus sign here. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
