package dev.holdfast.cli;

import dev.holdfast.cli.input.StandardInput;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.cli.output.Tty;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/** The entry point: connects the command to the process it runs in. */
public final class Main {
  /** How long an interrupted command may take to end in good order; what it does has limits. */
  private static final long END_MILLIS = 900;

  private Main() {}

  /** Runs the command and ends the JVM with its exit status. */
  public static void main(String[] args) {
    LogManager.getLogManager().reset(); // Libraries have nothing to say on our standard error.
    CountDownLatch ended = new CountDownLatch(1);
    Thread command = Thread.currentThread();
    java.lang.Runtime.getRuntime().addShutdownHook(new Thread(() -> end(command, ended)));
    Terminal terminal =
        Terminal.create(
            StandardInput.open(),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Tty.stdout(System.getenv()),
            Tty.stderr(System.getenv()));
    int exitCode = Commands.run(args, terminal);
    ended.countDown();
    System.exit(exitCode); // After a signal this waits, and the JVM exits with 128 + its number.
  }

  /** Runs at the end of the JVM: of its own, which has nothing left to do, or by a signal. */
  private static void end(Thread command, CountDownLatch ended) {
    if (ended.getCount() > 0) {
      command.interrupt();
    }
    try {
      // In vain where standard error is a full pipe: nothing can be told, and all else is done.
      ended.await(END_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
