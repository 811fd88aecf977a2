package dev.holdfast.dialect;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a message of the server says, in any dialect. Immutable. */
public final class SocketMessage {
  /** What it is about. */
  public enum Kind {
    /** The server begins: whether it continues from where it was asked to. */
    HELLO,
    /** An event. */
    EVENT,
    /** A sign of life. */
    HEARTBEAT,
    /** Events are lost. */
    GAP,
    /** The server has a message of ours for good. */
    ACKNOWLEDGED,
    /** The server does not take a message of ours. */
    REFUSED,
    /** Nothing that concerns the stream. */
    NOTHING
  }

  private static final SocketMessage HEARTBEAT = new SocketMessage(Kind.HEARTBEAT);
  private static final SocketMessage NOTHING = new SocketMessage(Kind.NOTHING);

  private final Kind kind;
  private @Nullable DialectEvent event;
  private @Nullable String from;
  private @Nullable String to;
  private @Nullable String ref;
  private @Nullable String reason;
  private Duration heartbeat = Duration.ZERO;
  private boolean yes;

  private SocketMessage(Kind kind) {
    this.kind = kind;
  }

  /**
   * Returns the beginning of a conversation.
   *
   * @param resumed whether what follows continues from the position that was asked for
   * @param cursor the position before what follows; null where the server does not say
   * @param heartbeat how long the server is silent at most; zero where it does not say
   */
  public static SocketMessage hello(boolean resumed, @Nullable String cursor, Duration heartbeat) {
    SocketMessage message = new SocketMessage(Kind.HELLO);
    message.yes = resumed;
    message.to = cursor;
    message.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
    return message;
  }

  /** Returns an event. */
  public static SocketMessage event(DialectEvent event) {
    SocketMessage message = new SocketMessage(Kind.EVENT);
    message.event = Objects.requireNonNull(event, "event");
    return message;
  }

  /** Returns a sign of life. */
  public static SocketMessage heartbeat() {
    return HEARTBEAT;
  }

  /** Returns word that events are lost, between these positions as far as the server says. */
  public static SocketMessage gap(@Nullable String from, @Nullable String to) {
    SocketMessage message = new SocketMessage(Kind.GAP);
    message.from = from;
    message.to = to;
    return message;
  }

  /** Returns word that the server has the message of this reference for good. */
  public static SocketMessage acknowledged(String ref) {
    SocketMessage message = new SocketMessage(Kind.ACKNOWLEDGED);
    message.ref = Objects.requireNonNull(ref, "ref");
    return message;
  }

  /**
   * Returns word that the server does not take the message of this reference.
   *
   * @param reason why, or null
   * @param retry whether it may take it later
   */
  public static SocketMessage refused(String ref, @Nullable String reason, boolean retry) {
    SocketMessage message = new SocketMessage(Kind.REFUSED);
    message.ref = Objects.requireNonNull(ref, "ref");
    message.reason = reason;
    message.yes = retry;
    return message;
  }

  /** Returns a message that does not concern the stream: of a later version, say. */
  public static SocketMessage nothing() {
    return NOTHING;
  }

  /** Returns what the message is about. */
  public Kind kind() {
    return kind;
  }

  /** Returns the event of an {@link Kind#EVENT}, otherwise null. */
  public @Nullable DialectEvent event() {
    return event;
  }

  /** Returns whether a {@link Kind#HELLO} continues from where it was asked to. */
  public boolean resumed() {
    return kind == Kind.HELLO && yes;
  }

  /** Returns the position before what follows a {@link Kind#HELLO}, or null. */
  public @Nullable String cursor() {
    return kind == Kind.HELLO ? to : null;
  }

  /** Returns how long the server is silent at most, by its {@link Kind#HELLO}; zero: not said. */
  public Duration heartbeatInterval() {
    return heartbeat;
  }

  /** Returns the position before the lost events of a {@link Kind#GAP}, or null. */
  public @Nullable String gapFrom() {
    return from;
  }

  /** Returns the position after the lost events of a {@link Kind#GAP}, or null. */
  public @Nullable String gapTo() {
    return kind == Kind.GAP ? to : null;
  }

  /** Returns which message of ours it is about, or null. */
  public @Nullable String ref() {
    return ref;
  }

  /** Returns why a message was {@link Kind#REFUSED}, or null. */
  public @Nullable String reason() {
    return reason;
  }

  /** Returns whether the server may take later what it {@link Kind#REFUSED} now. */
  public boolean mayRetry() {
    return kind == Kind.REFUSED && yes;
  }

  /** Returns its kind; not what it says. */
  @Override
  public String toString() {
    return "SocketMessage{" + kind + "}";
  }
}
