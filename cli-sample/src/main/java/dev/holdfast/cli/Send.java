package dev.holdfast.cli;

import dev.holdfast.Channel;
import dev.holdfast.ChannelListener;
import dev.holdfast.StreamException;
import dev.holdfast.cli.input.Message;
import dev.holdfast.cli.input.Messages;
import dev.holdfast.cli.output.SendReport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run of a send: sends messages, as fast as the channel's outbox empties, and is over when the
 * fate of the last is decided; where it prints events, too, when that has come to its end as well.
 */
final class Send {
  /** How long what was handed to a raw WebSocket may take to leave for the network. */
  private static final Duration LEAVING = Duration.ofMinutes(1);

  /** A closed client decides what is open; telling that takes a moment. */
  private static final long LAST_RECEIPTS_MILLIS = 200;

  /** How often to look whether it gets on. */
  private static final long LOOK_SECONDS = 10;

  private final StreamSetup setup;
  private final Messages messages;
  private final boolean follow;
  private final Run run;
  private final Tally tally = new Tally();

  /** Open while events are to be printed. */
  private final CountDownLatch printing;

  /** Open while the run goes on. */
  private final CountDownLatch running = new CountDownLatch(1);

  /** Why no more events are printed. */
  private volatile Ending enough = Ending.SENT;

  Send(StreamSetup setup, Messages messages, boolean follow) {
    this.setup = setup;
    this.messages = messages;
    this.follow = follow;
    this.run = new Run(setup);
    this.printing = new CountDownLatch(follow ? 1 : 0);
  }

  /** Runs to the end, closes the client, and returns the exit status. */
  int run() {
    ChannelListener printer =
        run.printer(
            why -> {
              enough = why;
              printing.countDown();
            });
    Channel channel = setup.client().open(setup.request(), printer);
    start(() -> sendAll(channel), "holdfast-send");
    start(this::watch, "holdfast-send-watch");
    Ending ending = run.awaitEnd();
    running.countDown();
    printing.countDown();
    try {
      tally.awaitDecided(LAST_RECEIPTS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Asked to end twice: with what is known.
    }
    SendReport report = tally.report();
    Ending told = withReport(ending, report);
    return run.finish(channel, told, status -> status.sent(report, ending.closing()));
  }

  /** A read of standard input cannot be ended: that must not keep the command. */
  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private Ending withReport(Ending ending, SendReport report) {
    boolean all = report.failed() == 0;
    if (ending.exitCode() == ExitCode.INTERRUPTED) {
      return ending;
    }
    if (all && report.isAllRead()) {
      // Where nothing else is wanted, it does not matter how the channel ends.
      return follow ? ending : Ending.SENT;
    }
    boolean complete = all && ending == Ending.TIME_UP;
    return complete || ending.exitCode() != ExitCode.OK
        ? ending
        : new Ending(exitCode(report), ending.closing());
  }

  private static int exitCode(SendReport report) {
    SendReport.Failure first = report.first();
    boolean refused =
        first != null && first.reason().equals(StreamException.Reason.CREDENTIALS_REFUSED.name());
    return refused ? ExitCode.CREDENTIALS : ExitCode.GAVE_UP;
  }

  private void sendAll(Channel channel) {
    try {
      sendEach(channel);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    } catch (RuntimeException | Error e) {
      run.end(Ending.broken(e));
    }
  }

  private void sendEach(Channel channel) throws InterruptedException {
    try {
      Message next = messages.next();
      while (next != null) {
        if (!send(next, tally.taken(), channel)) {
          return;
        }
        next = messages.next();
      }
      tally.allRead();
    } catch (IOException e) {
      setup.status().warning("cannot read standard input: " + e.getMessage());
    }
    tally.awaitDecided();
    printing.await();
    channel.close(LEAVING);
    channel.awaitClosed();
    // If the channel ended otherwise, that has been told before.
    run.end(enough);
  }

  /** Returns false if the channel is over. */
  private boolean send(Message message, long number, Channel channel) {
    try {
      if (message instanceof Message.Text text) {
        channel.send(text.text()).onDone(done -> tally.decided(number, done));
      } else if (message instanceof Message.Binary binary) {
        channel.send(binary.bytes()).onDone(done -> tally.decided(number, done));
      } else if (message instanceof Message.Unsendable unsendable) {
        tally.unsendable(number, "UNSENDABLE", unsendable.why());
      }
      return true;
    } catch (StreamException e) {
      tally.unsendable(number, e.reason().name(), e.getMessage());
      return e.reason() != StreamException.Reason.CHANNEL_CLOSED;
    }
  }

  /** A channel repeats what is not acknowledged without a word; a person wants to know. */
  private void watch() {
    Patience patience = new Patience();
    try {
      while (!running.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
        long waiting = tally.waiting();
        if (patience.ends(tally.decided(), waiting)) {
          setup.status().warning(Patience.words(waiting, LOOK_SECONDS));
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }
}
