package dev.holdfast.cli.demo;

import dev.holdfast.AttemptReport;
import dev.holdfast.ChannelListener;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.cli.output.EventFormat;
import dev.holdfast.cli.output.Output;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The app of the demo: enters each event in the ledger, and tells what the stream went through. */
final class Witness implements ChannelListener {
  /** Two lines a second are enough to see that it flows. */
  private static final int SHOWN_ONE_IN = Producer.EVENTS_PER_SECOND / 2;

  private final App app;
  private final Ledger ledger;
  private final Director director;
  private final Narrator narrator;
  private final Output out;
  private final EventFormat format;
  private final CountDownLatch over = new CountDownLatch(1);

  private volatile @Nullable IOException unwritable;
  private volatile boolean survivedAll;
  private volatile boolean finale;

  private volatile @Nullable TransportType transport;

  // Touched by callbacks, which never overlap.
  private boolean cueGiven;
  private int scene;
  private boolean restarted;
  private boolean lastScenePlayed;
  private boolean fellBack;
  private int attempts;
  private long lostAfter;
  private long lostAt;

  Witness(
      App app,
      Ledger ledger,
      Director director,
      Narrator narrator,
      Output out,
      EventFormat format) {
    this.app = app;
    this.ledger = ledger;
    this.director = director;
    this.narrator = narrator;
    this.out = out;
    this.format = format;
  }

  /** Whether the stream, or the interest in it, has ended. */
  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Fails if standard output took no more. */
  void checkOutput() throws IOException {
    IOException failure = unwritable;
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether events came after the last scene, and what it was about is known. */
  boolean hasSurvivedAll() {
    return survivedAll;
  }

  /** Whether the stream goes by long polling. */
  boolean polls() {
    return transport == TransportType.LONG_POLL;
  }

  /** From now on the stream may end. */
  void announceFinale() {
    finale = true;
    narrator.say("The server ends the stream.");
  }

  /** Waits for the end of the stream. */
  boolean awaitOver(long seconds) throws InterruptedException {
    return over.await(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void onEvent(StreamEvent event) {
    long n = ledger.enter(event);
    if (!cueGiven) {
      cueGiven = true;
      onCue(director.cue(), event.transport());
    }
    if (n % SHOWN_ONE_IN == 0) {
      show(event);
    }
    if (app.isToRestart()) {
      lost();
      restarted = true;
      fellBack = false;
      transport = null;
      app.start(event.lastEventId(), this); // The last thing here: it has callbacks of its own.
    }
  }

  private void lost() {
    lostAfter = ledger.last();
    lostAt = System.nanoTime();
    cueGiven = false;
  }

  /** The first event of a connection is here. */
  private void onCue(Director.Cue cue, TransportType by) {
    if (attempts > 0 || restarted) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lostAt);
      narrator.survived(
          (restarted ? "the app stopped" : "lost connection")
              + " after event "
              + lostAfter
              + " → resumed from "
              + (cue.resumedFrom() == null ? "the start" : cue.resumedFrom())
              + (by == transport ? "" : " by " + by)
              + " in "
              + millis
              + " ms"
              + (attempts > 1 ? ", at attempt " + attempts : "")
              + (cue.replayed() > 0 ? ", and dropped what was sent again" : ""));
    }
    transport = by;
    restarted = false;
    attempts = 0;
    if (cue.title() == null) {
      lastScenePlayed = true;
      checkSurvived();
    } else if (cue.scene() != scene) {
      scene = cue.scene();
      narrator.scene(cue.scene(), cue.of(), cue.title());
    }
  }

  /** A channel comes to WebSocket beside the connection that it has, which is not lost. */
  @Override
  public void onOpen(ConnectionInfo connection) {
    TransportType to = connection.transport();
    if (to == TransportType.WEBSOCKET && transport != null && transport != to) {
      narrator.survived("moved from " + transport + " to " + to + " after event " + ledger.last());
      transport = to;
      cueGiven = false;
    }
  }

  /** A proxy that holds back is found out only after the poll that went round it. */
  private void checkSurvived() {
    survivedAll = lastScenePlayed && (fellBack || !polls());
  }

  @Override
  public void onRetry(RetryInfo retry) {
    if (finale && retry.cause().reason() == StreamException.Reason.RESPONSE_ENDED) {
      return; // The last response ends before the server can say, to the next request, that all
      // did.
    }
    if (attempts == 0) {
      lost();
    }
    attempts++;
    narrator.broke(retry.cause().getMessage());
  }

  @Override
  public void onAttemptEnded(AttemptReport report) {
    if (report.next() == AttemptReport.Next.FALL_BACK && report.cause() != null) {
      String what = report.verdict() == Verdict.MUTED ? " muted: " : " refused: ";
      narrator.broke(report.transport() + what + report.cause().getMessage());
      fellBack = true;
      checkSurvived();
    } else if (report.transport() == TransportType.WEBSOCKET
        && report.verdict() != Verdict.LOST
        && report.cause() != null) {
      narrator.broke("websocket refused: " + report.cause().getMessage());
    }
  }

  @Override
  public void onGap(Gap gap) {
    narrator.broke("a gap is reported: " + gap);
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    if (cause != null) {
      narrator.broke("the stream closed: " + cause.getMessage());
    }
    over.countDown();
  }

  private void show(StreamEvent event) {
    try {
      out.write(format.format(event));
    } catch (IOException e) {
      unwritable = e;
      over.countDown();
    }
  }
}
