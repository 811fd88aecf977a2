package dev.holdfast.benchmarks;

/** Many streams of one process. */
interface Crowd extends AutoCloseable {
  /** Starts a stream; returns at once. */
  void open(int number, String url, Ledger ledger);

  @Override
  void close();
}
