package dev.holdfast.cli.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TCP port. */
public final class Ports implements ITypeConverter<Integer> {
  private static final int LAST = 65_535;

  @Override
  public Integer convert(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= LAST) {
      return Integer.valueOf(text);
    }
    throw new TypeConversionException("not a port from 0 to " + LAST + ": \"" + text + "\"");
  }
}
