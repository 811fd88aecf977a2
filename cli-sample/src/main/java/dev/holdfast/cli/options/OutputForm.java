package dev.holdfast.cli.options;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --output}. */
enum OutputForm {
  TEXT,
  JSON,
  DATA,
  RAW;

  /** Reads the name in lower case. */
  static final class Reader implements ITypeConverter<OutputForm> {
    @Override
    public OutputForm convert(String text) {
      for (OutputForm form : values()) {
        if (form.name().toLowerCase(Locale.ROOT).equals(text)) {
          return form;
        }
      }
      throw new TypeConversionException(
          "no such form: \"" + text + "\" (write text, json, data or raw)");
    }
  }
}
