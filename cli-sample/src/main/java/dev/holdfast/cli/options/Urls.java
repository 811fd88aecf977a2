package dev.holdfast.cli.options;

import okhttp3.HttpUrl;

/** URLs of the command line. */
final class Urls {
  private Urls() {}

  /** Fails for one with a user and password, which other commands would send, and this does not. */
  static void checkNoUser(String option, String url) {
    HttpUrl parsed = HttpUrl.parse(url.replaceFirst("(?i)^ws(s?:)", "http$1"));
    if (parsed != null && !(parsed.username().isEmpty() && parsed.password().isEmpty())) {
      throw new UsageException(
          option
              + "the user and password of the URL would not be sent: give a token by"
              + " --bearer-file, or what the server wants by -H 'Authorization: ...'");
    }
  }
}
