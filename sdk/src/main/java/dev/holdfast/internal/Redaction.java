package dev.holdfast.internal;

import okhttp3.HttpUrl;

/** Writes URLs for logs, exceptions and diagnostics without what may be secret in them. */
public final class Redaction {
  private static final String HIDDEN = "…";

  private Redaction() {}

  /** Returns the URL without user information and fragment, and without the values of its query. */
  public static String url(HttpUrl url) {
    HttpUrl shown = url.newBuilder().username("").password("").query(null).fragment(null).build();
    StringBuilder text = new StringBuilder(shown.toString());
    String query = url.encodedQuery();
    if (query != null) {
      char before = '?';
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        text.append(before).append(equals < 0 ? HIDDEN : pair.substring(0, equals + 1) + HIDDEN);
        before = '&';
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

  /**
   * Returns text that was meant to be a URL, cut where user information, a query or a fragment may
   * begin.
   */
  public static String notUrl(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
      end++;
    }
    String shown = end == text.length() ? text : text.substring(0, end + 1) + HIDDEN;
    int at = shown.lastIndexOf('@');
    if (at >= 0) {
      int scheme = shown.indexOf("://");
      shown = (scheme < 0 ? "" : shown.substring(0, scheme + 3)) + HIDDEN + shown.substring(at);
    }
    return OneLine.of(shown);
  }
}
