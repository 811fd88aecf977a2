package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.SocketConversation;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Arrival;
import dev.holdfast.internal.session.Continuation;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Grant;
import dev.holdfast.internal.transport.UplinkSink;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as its supervisor sees it. Carries what the attempt's reader says into the serial
 * context, and after that lets the reader deliver. Its fields are confined to that context.
 */
final class Link implements AttemptSink {
  private final Supervisor supervisor;

  /** From any thread. */
  final BooleanSupplier isActive = this::isActive;

  final int number;
  final TransportType type;
  final From from;
  final boolean testsCursor;

  /** The position that the attempt asks for, or null if it asks for none. */
  @Nullable String cursorSent;

  /** How what it brings now continues the stream; a poll loop has a new one for each poll. */
  Continuation continuation;

  /** Written in the serial context, read by any thread. */
  volatile @Nullable Attempt attempt;

  Timers.@Nullable Timer deadline;
  Timers.@Nullable Timer responseDeadline;
  @Nullable ConnectionInfo connection;
  AttemptReport.@Nullable Builder report;
  @Nullable AttemptSpec spec;

  /** What it authenticates with; null where the app is asked by nobody, or has yet to answer. */
  @Nullable Grant grant;

  boolean cursorWithheld;
  boolean probes;
  long startedAt;
  long openedAt;

  /** When the server was asked last, if it was. */
  long sentAt;

  boolean sent;

  /** Its attempt waits for the app's credentials, or at the origin's gate. */
  boolean isGated;

  /** The stream had a connection before this one, which may have had events that this one lacks. */
  boolean succeeds;

  /** What it does with messages of the app; null while that is not known, and once it is broken. */
  SocketConversation.@Nullable Sending sending;

  boolean proven;
  boolean fresh;

  /** What an attempt asks to continue from, as of when it begins. */
  enum From {
    /** The anchor, or the cursor where there is none. */
    ANCHOR,
    CURSOR,
    NOWHERE,
    /** What another attempt asked for, to which it has the answer. */
    GIVEN
  }

  /**
   * @param testsCursor whether it leaves the cursor out to see if the server minds just that
   */
  Link(
      Supervisor supervisor,
      int number,
      TransportType type,
      From from,
      boolean testsCursor,
      Continuation continuation,
      @Nullable String cursorSent) {
    this.supervisor = supervisor;
    this.number = number;
    this.type = type;
    this.from = from;
    this.continuation = continuation;
    this.cursorSent = cursorSent;
    this.testsCursor = testsCursor;
  }

  private boolean isActive() {
    return supervisor.active() == this;
  }

  /** Whether it has shown, as a candidate, what the stream did not have. */
  boolean bringsMore() {
    return continuation.isHolding();
  }

  boolean isOpen() {
    return connection != null;
  }

  @Override
  public void asksApp() {
    isGated = true;
    supervisor.fromControl(() -> supervisor.reception().asksApp(this));
  }

  @Override
  public void granted(Grant given) {
    supervisor.fromControl(() -> supervisor.reception().granted(this, given));
  }

  @Override
  public void gated() {
    isGated = true;
    supervisor.fromControl(() -> supervisor.reception().gated(this));
  }

  @Override
  public void letIn() {
    supervisor.fromControl(() -> supervisor.reception().letIn(this));
  }

  @Override
  public void sent() {
    supervisor.fromReader(() -> supervisor.reception().sent(this));
  }

  @Override
  public void opened(ConnectionInfo info, boolean withheld) {
    supervisor.fromReader(() -> supervisor.reception().opened(this, info, withheld));
  }

  @Override
  public void proven() {
    supervisor.fromReader(() -> supervisor.reception().proven(this));
  }

  @Override
  public void event(StreamEvent event) {
    supervisor.fromReader(this, () -> supervisor.reception().arrival(this, Arrival.event(event)));
  }

  @Override
  public void cursor(@Nullable String lastEventId) {
    supervisor.fromReader(
        this, () -> supervisor.reception().arrival(this, Arrival.cursor(lastEventId)));
  }

  @Override
  public void asked(@Nullable String cursor) {
    supervisor.fromReader(() -> supervisor.reception().asked(this, cursor));
  }

  @Override
  public void gap(@Nullable String from, @Nullable String to) {
    supervisor.fromReader(this, () -> supervisor.reception().arrival(this, Arrival.gap(from, to)));
  }

  @Override
  public void notResumed(@Nullable String from, @Nullable String to) {
    supervisor.fromReader(
        this, () -> supervisor.reception().arrival(this, Arrival.possibleGap(from, to)));
  }

  @Override
  public void resumed() {
    supervisor.fromReader(() -> supervisor.reception().resumed(this));
  }

  @Override
  public void comment(long idleNanos) {
    supervisor.fromReader(() -> supervisor.reception().comment(this, idleNanos));
  }

  @Override
  public UplinkSink uplink() {
    return new LinkUplink(supervisor, this);
  }

  @Override
  public void retryHint(long millis) {
    supervisor.fromReader(() -> supervisor.reception().retryHint(this, millis));
  }

  @Override
  public void ended(AttemptEnd end) {
    supervisor.fromReader(() -> supervisor.reception().ended(this, end));
  }

  @Override
  public void abandoned(AttemptEnd end) {
    supervisor.fromControl(() -> supervisor.reception().ended(this, end));
  }

  /** Its turn has come: it asks for what is wanted now. */
  void begin(boolean doubtful) {
    Attempt own = attempt;
    AttemptSpec before = spec;
    if (own != null && before != null) {
      own.begin(before.from(cursorSent, doubtful));
    }
  }

  void hurry() {
    Attempt own = attempt;
    if (own != null) {
      own.hurry();
    }
  }

  /** What holds its attempt back; null if nothing does. From any thread. */
  @Nullable String heldBy() {
    Attempt own = attempt;
    return own == null ? null : own.heldBy();
  }

  void cancel() {
    cancelDeadlines();
    Attempt own = attempt;
    if (own != null) {
      own.cancel();
    }
  }

  /** It was not answered in time, or is taken to be dead: its origin may be, too. */
  void giveUp() {
    cancelDeadlines();
    Attempt own = attempt;
    if (own != null) {
      own.giveUp();
    }
  }

  /** The connection that the stream has, if it has one, is taken to be dead. */
  static void presumeDead(@Nullable Link active) {
    if (active != null && active.isOpen()) {
      active.giveUp();
    }
  }

  /** It has been answered, or is over. */
  void cancelDeadlines() {
    cancelConnectDeadline();
    if (responseDeadline != null) {
      responseDeadline.cancel();
      responseDeadline = null;
    }
  }

  /** It has a connection. */
  void cancelConnectDeadline() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }
}
