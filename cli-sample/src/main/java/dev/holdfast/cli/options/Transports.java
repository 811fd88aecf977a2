package dev.holdfast.cli.options;

import dev.holdfast.TransportType;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a transport. */
public final class Transports implements ITypeConverter<TransportType> {

  @Override
  public TransportType convert(String text) {
    for (TransportType type : TransportType.values()) {
      if (type.label().equals(text)) {
        return type;
      }
    }
    throw new TypeConversionException(
        "no such transport: \"" + text + "\" (this version has: " + names() + ")");
  }

  private static String names() {
    return Arrays.stream(TransportType.values())
        .map(TransportType::label)
        .collect(Collectors.joining(", "));
  }
}
