package dev.holdfast.cli.output;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;

/**
 * What happens to the stream besides events, told on standard error. Calls never overlap but for
 * warnings.
 */
public interface Status {

  /** A server accepted the request. */
  default void opened(ConnectionInfo connection) {}

  /** A connection is over, and another will follow. */
  default void retrying(RetryInfo retry) {}

  /** Events were lost, or may have been. */
  default void gap(Gap gap) {}

  /** Something goes wrong that does not end the run. May overlap other calls. */
  default void warning(String message) {}

  /** The run is over. The last call. */
  default void closed(Closing closing) {}

  /** Says nothing at all. */
  static Status silent() {
    return new Status() {};
  }
}
