package dev.holdfast.cli.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number, 0 or more. */
public class Counts implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count >= minimum() && !text.startsWith("+")) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Said below, for letters and for too many digits alike.
    }
    throw new TypeConversionException(
        "not a whole number from " + minimum() + " to " + Integer.MAX_VALUE + ": \"" + text + "\"");
  }

  int minimum() {
    return 0;
  }

  /** Reads a whole number, 1 or more. */
  public static final class Positive extends Counts {
    @Override
    int minimum() {
      return 1;
    }
  }
}
