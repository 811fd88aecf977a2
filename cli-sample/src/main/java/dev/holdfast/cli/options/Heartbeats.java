package dev.holdfast.cli.options;

import dev.holdfast.HeartbeatPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto}, {@code off} or the duration of a silence that ends a connection. */
public final class Heartbeats implements ITypeConverter<HeartbeatPolicy> {

  @Override
  public HeartbeatPolicy convert(String text) {
    return switch (text) {
      case "auto" -> HeartbeatPolicy.auto();
      case "off" -> HeartbeatPolicy.none();
      default -> fixed(text);
    };
  }

  private static HeartbeatPolicy fixed(String text) {
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      throw new TypeConversionException(
          "not a heartbeat: \"" + text + "\" (write auto, off, or a duration such as 30s)");
    }
    return HeartbeatPolicy.fixed(new Durations().convert(text));
  }
}
