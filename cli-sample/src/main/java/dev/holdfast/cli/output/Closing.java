package dev.holdfast.cli.output;

/**
 * How a run ended, for {@link Status}.
 *
 * @param reason a name for scripts, such as {@code END_OF_STREAM}
 * @param message one line for people
 * @param failed whether something went wrong
 */
public record Closing(String reason, String message, boolean failed) {}
