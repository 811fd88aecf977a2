package dev.holdfast.cli.options;

import dev.holdfast.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When to connect again, and when to give up. */
public final class RetryOptions {
  /** A stream that was never there is rather a wrong URL than an outage. */
  private static final int ATTEMPTS_UNTIL_OPEN = 3;

  @Option(
      names = "--retry-base",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Longest wait after a first failure; it doubles with each more (500ms).")
  private @Nullable Duration base;

  @Option(
      names = "--retry-cap",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Longest wait after any failure (30s).")
  private @Nullable Duration cap;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      converter = Counts.class,
      description =
          "Give up after N failed attempts in a row; 0: never. Without it: after 3 if none ever"
              + " connected, else never.")
  private @Nullable Integer maxAttempts;

  @Option(
      names = "--no-reconnect",
      description = "One connection only. Exit 0 if it brought events, else 1.")
  private boolean noReconnect;

  /** Returns the policy that was asked for. */
  public Backoff backoff() {
    Duration chosenBase = base == null ? Backoff.DEFAULT.base() : base;
    Duration chosenCap = cap == null ? Backoff.DEFAULT.cap() : cap;
    if (chosenBase.compareTo(chosenCap) > 0) {
      if (base != null) {
        throw new UsageException(
            "--retry-base "
                + Durations.format(chosenBase)
                + " is longer than --retry-cap "
                + Durations.format(chosenCap)
                + (cap == null ? " (the default)" : ""));
      }
      chosenBase = chosenCap;
    }
    if (noReconnect && maxAttempts != null) {
      throw new UsageException("--max-attempts does nothing where --no-reconnect allows one");
    }
    Backoff.Builder backoff = Backoff.builder().base(chosenBase).cap(chosenCap);
    if (maxAttempts == null) {
      backoff.maxAttemptsUntilOpen(ATTEMPTS_UNTIL_OPEN);
    } else {
      backoff.maxAttempts(maxAttempts);
    }
    return backoff.reconnect(!noReconnect).build();
  }
}
