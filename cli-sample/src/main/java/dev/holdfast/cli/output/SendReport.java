package dev.holdfast.cli.output;

import org.jspecify.annotations.Nullable;

/**
 * What became of the messages of a run.
 *
 * @param messages how many there were
 * @param acknowledged how many of them the server has, by its own word
 * @param handedOff how many went by a WebSocket whose server says nothing
 * @param isAllRead whether there were no more: false where standard input was not read to its end
 * @param first the first message that is neither; null if there is none, or nobody knows
 */
public record SendReport(
    long messages, long acknowledged, long handedOff, boolean isAllRead, @Nullable Failure first) {

  /** Returns how many are neither acknowledged nor handed off. */
  public long failed() {
    return messages - acknowledged - handedOff;
  }

  /**
   * A message that did not get there, or may not have.
   *
   * @param number its number, from 1
   * @param state a {@code Receipt.State}
   * @param reason a {@code StreamException.Reason}, or what else it is for scripts
   * @param message one line for people
   */
  public record Failure(long number, String state, String reason, String message) {}
}
