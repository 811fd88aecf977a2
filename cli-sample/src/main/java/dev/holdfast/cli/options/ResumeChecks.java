package dev.holdfast.cli.options;

import dev.holdfast.ResumeCheck;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code last-id} or {@code anchored}. */
public final class ResumeChecks implements ITypeConverter<ResumeCheck> {

  @Override
  public ResumeCheck convert(String text) {
    return switch (text) {
      case "last-id" -> ResumeCheck.LAST_ID;
      case "anchored" -> ResumeCheck.ANCHORED;
      default ->
          throw new TypeConversionException(
              "no such check: \"" + text + "\" (write last-id or anchored)");
    };
  }
}
