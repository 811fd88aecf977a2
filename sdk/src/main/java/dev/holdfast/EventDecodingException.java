package dev.holdfast;

import dev.holdfast.internal.OneLine;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event's payload cannot be used. It says what is wrong, and where, and never quotes the
 * payload, which may be secret; so it has no cause, as the messages of parsers quote. Names of JSON
 * properties are no payload in this sense.
 */
public final class EventDecodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String eventId;
  private final String eventType;
  private final Kind kind;
  private final String problem;
  private final String pointer;
  private final int line;
  private final int column;
  private final ArrayList<Violation> violations;
  private final @Nullable PayloadPolicy policy;

  /** What is wrong with a payload. New ones may be added: give a {@code switch} a default. */
  public enum Kind {
    /** It is no JSON: empty, cut off, with a property that comes twice, with something after it. */
    MALFORMED,
    /** It is beyond a bound: nested too deep, a number with too many digits. */
    LIMIT,
    /** It is JSON, but not what was asked for. */
    MISMATCH,
    /** It is against its schema. */
    SCHEMA,
    /** There is no schema for events of its type. */
    NO_SCHEMA
  }

  /**
   * Creates an exception; for listeners that decode by themselves, too.
   *
   * @param event the event
   * @param kind what is wrong
   * @param problem the same in words, on one line and without the payload
   * @param pointer where in the payload, as a JSON pointer (RFC 6901); empty for all of it
   * @param line the line there, from 1, or 0 where it is not known
   * @param column the column there, from 1, or 0 where it is not known
   * @param violations the rules of its schema that the payload breaks, if any
   */
  public EventDecodingException(
      StreamEvent event,
      Kind kind,
      String problem,
      String pointer,
      int line,
      int column,
      List<Violation> violations) {
    this(event.id(), event.type(), kind, problem, pointer, line, column, violations, null);
  }

  private EventDecodingException(
      @Nullable String eventId,
      String eventType,
      Kind kind,
      String problem,
      String pointer,
      int line,
      int column,
      List<Violation> violations,
      @Nullable PayloadPolicy policy) {
    super(
        "event "
            + (eventId == null ? "without id" : "\"" + OneLine.of(eventId) + "\"")
            + " of type \""
            + OneLine.of(eventType)
            + "\": "
            + problem
            + (pointer.isEmpty() || !violations.isEmpty() ? "" : ", at " + pointer)
            + (line > 0 ? " (line " + line + ", column " + column + ")" : ""));
    this.eventId = eventId;
    this.eventType = eventType;
    this.kind = Objects.requireNonNull(kind, "kind");
    this.problem = problem;
    this.pointer = pointer;
    this.line = line;
    this.column = column;
    this.violations = new ArrayList<>(violations);
    this.policy = policy;
  }

  /**
   * Returns this exception with what follows where a listener throws it, in place of the request's
   * {@link ListenerFailurePolicy}; and the event is not offered again.
   */
  public EventDecodingException withPolicy(PayloadPolicy policy) {
    EventDecodingException with =
        new EventDecodingException(
            eventId,
            eventType,
            kind,
            problem,
            pointer,
            line,
            column,
            violations,
            Objects.requireNonNull(policy, "policy"));
    with.setStackTrace(getStackTrace());
    return with;
  }

  /** Returns the event's {@linkplain StreamEvent#id() identifier}, or null where it has none. */
  public @Nullable String eventId() {
    return eventId;
  }

  /** Returns the event's type. */
  public String eventType() {
    return eventType;
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns where in the payload, as a JSON pointer (RFC 6901): empty for all of it, and where that
   * is not known. Of a schema's violations, the first one's.
   */
  public String pointer() {
    return pointer;
  }

  /** Returns the line of the payload, from 1, or 0 where it is not known. */
  public int line() {
    return line;
  }

  /** Returns the column in that line, from 1, or 0 where it is not known. */
  public int column() {
    return column;
  }

  /** Returns the rules of its schema that the payload breaks; none unless {@link Kind#SCHEMA}. */
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }

  /**
   * Returns what follows where a listener throws this, or null where the request's {@link
   * ListenerFailurePolicy} says so.
   */
  public @Nullable PayloadPolicy policy() {
    return policy;
  }

  /** A rule of a JSON Schema that a payload breaks. Immutable. */
  public static final class Violation implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String rule;
    private final String schemaLocation;

    /**
     * @param pointer where in the payload, as a JSON pointer (RFC 6901); empty for all of it
     * @param rule the keyword of the schema, such as {@code required}
     * @param schemaLocation where the schema says so
     */
    public Violation(String pointer, String rule, String schemaLocation) {
      this.pointer = Objects.requireNonNull(pointer, "pointer");
      this.rule = Objects.requireNonNull(rule, "rule");
      this.schemaLocation = Objects.requireNonNull(schemaLocation, "schemaLocation");
    }

    /** Returns where in the payload, as a JSON pointer; empty for all of it. */
    public String pointer() {
      return pointer;
    }

    /** Returns the keyword of the schema that says so, such as {@code required}. */
    public String rule() {
      return rule;
    }

    /** Returns where the schema says so: its address, and a pointer into it. */
    public String schemaLocation() {
      return schemaLocation;
    }

    /** Returns the rule and the place, without the value. */
    @Override
    public String toString() {
      return rule + (pointer.isEmpty() ? "" : " at " + pointer);
    }
  }
}
