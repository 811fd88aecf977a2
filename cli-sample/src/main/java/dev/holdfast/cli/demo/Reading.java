package dev.holdfast.cli.demo;

import java.nio.charset.StandardCharsets;

/**
 * The events of the demo. All of event n follows from n, so that each one received can be checked.
 */
final class Reading {
  static final String TYPE = "reading";

  /** Each has a character of several bytes to be cut in. */
  private static final String[] CITIES = {
    "Zürich", "São Paulo", "東京", "Reykjavík", "Kraków", "Αθήνα", "Montréal"
  };

  private Reading() {}

  static String data(long n) {
    String city = CITIES[(int) (n % CITIES.length)];
    long tenths = n * 7919 % 400;
    return "{\"n\":" + n + ",\"city\":\"" + city + "\",\"celsius\":" + tenths / 10.0 + "}";
  }

  /** The bytes of event n on the wire, as the test kit writes them. */
  static byte[] wire(long n) {
    return ("id: " + n + "\nevent: " + TYPE + "\ndata: " + data(n) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
