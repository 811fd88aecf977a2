package dev.holdfast.internal;

import okhttp3.HttpUrl;

/** Writes URLs for logs, exceptions and diagnostics without what may be secret in them. */
public final class Redaction {
  private static final String HIDDEN = "…";

  private Redaction() {}

  /** Returns the URL without user information and fragment, and without the values of its query. */
  public static String url(HttpUrl url) {
    HttpUrl.Builder builder = url.newBuilder().username("").password("").query(null).fragment(null);
    StringBuilder text = new StringBuilder(builder.build().toString());
    for (int i = 0; i < url.querySize(); i++) {
      text.append(i == 0 ? '?' : '&').append(url.queryParameterName(i));
      if (url.queryParameterValue(i) != null) {
        text.append('=').append(HIDDEN);
      }
    }
    return text.toString();
  }

  /** Returns scheme, host and port. */
  public static String origin(HttpUrl url) {
    return new HttpUrl.Builder()
        .scheme(url.scheme())
        .host(url.host())
        .port(url.port())
        .build()
        .toString();
  }

  /** Returns text that was meant to be a URL, cut where user information or a query may begin. */
  public static String notUrl(String text) {
    int query = text.indexOf('?');
    String shown = query < 0 ? text : text.substring(0, query) + "?" + HIDDEN;
    int at = shown.lastIndexOf('@');
    if (at >= 0) {
      int scheme = shown.indexOf("://");
      shown = (scheme < 0 ? "" : shown.substring(0, scheme + 3)) + HIDDEN + shown.substring(at);
    }
    return shown;
  }
}
