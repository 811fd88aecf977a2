package dev.holdfast.cli.options;

import dev.holdfast.dialect.LongPollDialect;
import dev.holdfast.dialect.WebSocketDialect;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a server words what is no event stream. */
enum Dialect {
  STANDARD(LongPollDialect.standard(), WebSocketDialect.standard()),
  NCHAN(LongPollDialect.nchan(), WebSocketDialect.nchan()),
  /** A word for WebSockets alone: polls beside them stay as they are. */
  RAW(LongPollDialect.standard(), WebSocketDialect.raw());

  final LongPollDialect ofPolls;
  final WebSocketDialect ofWebSockets;

  Dialect(LongPollDialect ofPolls, WebSocketDialect ofWebSockets) {
    this.ofPolls = ofPolls;
    this.ofWebSockets = ofWebSockets;
  }

  /** Reads {@code standard}, {@code nchan} or {@code raw}. */
  static final class Reader implements ITypeConverter<Dialect> {
    @Override
    public Dialect convert(String text) {
      return switch (text) {
        case "standard" -> STANDARD;
        case "nchan" -> NCHAN;
        case "raw" -> RAW;
        default ->
            throw new TypeConversionException(
                "no such dialect: \"" + text + "\" (write standard, nchan or raw)");
      };
    }
  }
}
