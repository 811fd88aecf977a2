package dev.holdfast.internal.transport;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;

/** {@code Retry-After}, RFC 9110 §10.2.3. */
final class RetryAfter {
  private RetryAfter() {}

  /** Returns how long the headers ask to wait from now, or 0. */
  static long nanos(Headers headers, long wallMillis) {
    String value = headers.get("Retry-After");
    if (value == null) {
      return 0;
    }
    String digits = value.trim();
    if (!digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      // Nine digits are 31 years; more would overflow and mean the same.
      long seconds = digits.length() > 9 ? 999_999_999 : Long.parseLong(digits);
      return TimeUnit.SECONDS.toNanos(seconds);
    }
    Date date = headers.getDate("Retry-After");
    return date == null
        ? 0
        : TimeUnit.MILLISECONDS.toNanos(Math.max(0, date.getTime() - wallMillis));
  }
}
