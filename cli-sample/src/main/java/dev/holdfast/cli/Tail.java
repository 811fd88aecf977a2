package dev.holdfast.cli;

import dev.holdfast.Subscription;

/** One run of the tail: prints events until something ends it. */
final class Tail {
  private final StreamSetup setup;

  Tail(StreamSetup setup) {
    this.setup = setup;
  }

  /** Runs to the end, closes the client, and returns the exit status. */
  int run() {
    Run run = new Run(setup);
    Subscription stream = setup.client().subscribe(setup.request(), run.printer(run::end));
    return run.finish(stream, run.awaitEnd(), status -> {});
  }
}
