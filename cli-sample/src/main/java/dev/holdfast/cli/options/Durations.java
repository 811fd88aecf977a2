package dev.holdfast.cli.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 5s}, {@code 2m} and {@code 1h}. Zero is not a duration here. */
public final class Durations implements ITypeConverter<Duration> {
  /** Beyond it lies nothing but overflow. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "not a duration: \"" + text + "\" (write 500ms, 5s, 2m or 1h)");
    }
    Duration duration = Duration.ofMillis(Long.parseLong(matcher.group(1)) * unit(matcher));
    if (duration.isZero()) {
      throw new TypeConversionException("must be more than zero: \"" + text + "\"");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException("longer than 100 years: \"" + text + "\"");
    }
    return duration;
  }

  /** Writes a duration the way it is read, in the largest unit that holds it exactly. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 60_000 == 0 && millis > 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  private static long unit(Matcher matcher) {
    return switch (matcher.group(2)) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      default -> 3_600_000;
    };
  }
}
