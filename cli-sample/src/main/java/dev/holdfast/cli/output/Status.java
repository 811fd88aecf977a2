package dev.holdfast.cli.output;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.TransportType;

/**
 * What happens to the stream besides events, told on standard error. Calls never overlap but for
 * warnings.
 */
public interface Status {

  /** A server accepted the request. */
  default void opened(ConnectionInfo connection) {}

  /**
   * Another connection has taken the place of one that was open.
   *
   * @param from what carried the old one
   * @param to the new one
   */
  default void handedOver(TransportType from, ConnectionInfo to) {}

  /** An attempt to connect is over. What follows from it is told after that. */
  default void attemptEnded(AttemptReport report) {}

  /** A connection is over, and another will follow. */
  default void retrying(RetryInfo retry) {}

  /** Events were lost, or may have been. */
  default void gap(Gap gap) {}

  /** Something goes wrong that does not end the run. May overlap other calls. */
  default void warning(String message) {}

  /**
   * What became of the messages of a run that sends. The last but one call.
   *
   * @param closing why it is over
   */
  default void sent(SendReport report, Closing closing) {}

  /** The run is over. The last call. */
  default void closed(Closing closing) {}

  /** Says nothing at all. */
  static Status silent() {
    return new Status() {};
  }
}
