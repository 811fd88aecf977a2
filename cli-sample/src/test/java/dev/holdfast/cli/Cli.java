package dev.holdfast.cli;

import dev.holdfast.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs the command in this JVM, as the entry point does but for its exit. */
public final class Cli {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final Thread thread;

  private Cli(InputStream stdin, OutputStream stdout, String... args) {
    OutputStream target = stdout == null ? out : stdout;
    thread =
        new Thread(
            () -> {
              try {
                exitCode.complete(Commands.run(args, Terminal.plain(stdin, target, err)));
              } catch (Throwable e) {
                exitCode.completeExceptionally(e);
              }
            });
    thread.start();
  }

  /** Runs it to its end. */
  public static Result run(Object... args) {
    return start(args).await();
  }

  /** Starts it and returns at once. */
  public static Cli start(Object... args) {
    return startTo(null, args);
  }

  /** Starts it with this as its standard output. */
  public static Cli startTo(OutputStream stdout, Object... args) {
    return start(InputStream.nullInputStream(), stdout, args);
  }

  /** Runs it to its end with this as its standard input. */
  public static Result runFrom(String stdin, Object... args) {
    byte[] bytes = stdin.getBytes(StandardCharsets.UTF_8);
    return startFrom(new ByteArrayInputStream(bytes), args).await();
  }

  /** Starts it with this as its standard input. */
  public static Cli startFrom(InputStream stdin, Object... args) {
    return start(stdin, null, args);
  }

  private static Cli start(InputStream stdin, OutputStream stdout, Object... args) {
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    return new Cli(stdin, stdout, texts);
  }

  /** What Ctrl-C does. */
  public Cli interrupt() {
    thread.interrupt();
    return this;
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits until standard output has this. */
  public Cli awaitOut(String text) throws InterruptedException {
    return awaitIn(out, text);
  }

  /** Waits until standard error has this. */
  public Cli awaitErr(String text) throws InterruptedException {
    return awaitIn(err, text);
  }

  private Cli awaitIn(ByteArrayOutputStream stream, String text) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!stream.toString(StandardCharsets.UTF_8).contains(text)) {
      if (exitCode.isDone() || System.nanoTime() > deadline) {
        throw new AssertionError("no \"" + text + "\" in out:\n" + out() + "\nerr:\n" + err());
      }
      Thread.sleep(5);
    }
    return this;
  }

  public boolean isOver() {
    return exitCode.isDone();
  }

  public Result await() {
    try {
      return new Result(exitCode.get(15, TimeUnit.SECONDS), out(), err());
    } catch (Exception e) {
      throw new AssertionError("out:\n" + out() + "\nerr:\n" + err(), e);
    }
  }

  /** What it left. */
  public record Result(int exitCode, String out, String err) {
    public List<String> outLines() {
      return out.lines().toList();
    }

    public List<String> errLines() {
      return err.lines().toList();
    }
  }
}
