package dev.holdfast.cli.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads bytes: {@code 500}, {@code 64k} (65,536) and {@code 16m}. */
public final class Sizes implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([km]?)");

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "not a size: \"" + text + "\" (write bytes, as 500, 64k or 16m)");
    }
    int shift =
        switch (matcher.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          default -> 0;
        };
    long size = Long.parseLong(matcher.group(1)) << shift;
    if (size == 0) {
      throw new TypeConversionException("must be 1 or more: \"" + text + "\"");
    }
    return size;
  }
}
