package dev.holdfast.cli.options;

import dev.holdfast.dialect.LongPollDialect;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code standard} or {@code nchan}. */
public final class Dialects implements ITypeConverter<LongPollDialect> {
  private static final String CHOICE = " (write standard or nchan)";

  @Override
  public LongPollDialect convert(String text) {
    return switch (text) {
      case "standard" -> LongPollDialect.standard();
      case "nchan" -> LongPollDialect.nchan();
      case "raw" ->
          throw new TypeConversionException(
              "raw is for WebSocket, which is not in this version yet" + CHOICE);
      default -> throw new TypeConversionException("no such dialect: \"" + text + "\"" + CHOICE);
    };
  }
}
