package dev.holdfast.json;

import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema cannot be used: it is missing, malformed, against the rules of its draft, or it
 * refers to something that is not there or must not be fetched. Thrown when {@link JsonSchemas} are
 * built, never by events.
 */
public final class SchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String schema;
  private final String pointer;

  SchemaException(String schema, String pointer, String problem, @Nullable Throwable cause) {
    super(
        "schema " + schema + ": " + problem + (pointer.isEmpty() ? "" : ", at " + pointer), cause);
    this.schema = schema;
    this.pointer = pointer;
  }

  /** Returns the schema's address, such as {@code classpath:/schemas/trade.json}. */
  public String schema() {
    return schema;
  }

  /** Returns where in the schema, as a JSON pointer (RFC 6901); empty where it is about all. */
  public String pointer() {
    return pointer;
  }
}
