package dev.holdfast.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.EventDecodingException;
import dev.holdfast.EventDecodingException.Kind;
import dev.holdfast.EventDecodingException.Violation;
import dev.holdfast.StreamEvent;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * JSON Schemas by event type, ready for use. Immutable, and safe for use from any thread.
 *
 * <p>They are draft 2020-12 unless their {@code $schema} names draft 4, 6, 7 or 2019-09. {@code
 * format} is asserted. A {@code $ref} leads to the schema itself, to the {@code $id} of another one
 * here, to the class path from there, or to a file in the same folder or below. Nothing is ever
 * fetched: a reference to anything else fails when they are built, as does a schema that is
 * invalid.
 *
 * <p>This needs {@code com.networknt:json-schema-validator}, version 1.5, on the class path, which
 * the SDK does not bring along. It runs on Java 8; it is not tested on Android.
 */
public final class JsonSchemas {
  private static final int ALL_VIOLATIONS_UP_TO_CHARS = 64 << 10;
  private static final int SHOWN = 3;

  private final Map<String, EventSchema> schemas;
  private final boolean allowOtherTypes;

  private JsonSchemas(Map<String, EventSchema> schemas, boolean allowOtherTypes) {
    this.schemas = schemas;
    this.allowOtherTypes = allowOtherTypes;
  }

  /** Returns a builder of no schemas yet. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns schemas of the class path; events of other types are refused.
   *
   * @param resource where each is, such as {@code /schemas/{type}.json}
   * @param types the event types to put there
   * @throws SchemaException if one of them cannot be used
   * @throws IllegalStateException if the library is missing
   */
  public static JsonSchemas fromClassPath(String resource, String... types) {
    if (!resource.contains("{type}")) {
      throw new IllegalArgumentException("no {type} in \"" + resource + "\"");
    }
    Builder builder = builder();
    for (String type : types) {
      builder.classPath(type, resource.replace("{type}", type));
    }
    return builder.build();
  }

  /** Whether events of that type may be used at all. */
  boolean allows(String type) {
    return allowOtherTypes || schemas.containsKey(type);
  }

  /** Fails unless the event's payload is as its schema says. */
  void check(StreamEvent event, Supplier<JsonNode> payload) {
    EventSchema schema = schemas.get(event.type());
    if (schema == null) {
      if (!allowOtherTypes) {
        throw failure(event, Kind.NO_SCHEMA, "there is no schema for it", Collections.emptyList());
      }
      return;
    }
    List<Violation> violations;
    try {
      // What is said of a large payload could be larger than that: the first is enough.
      violations =
          schema.violations(payload.get(), event.data().length() <= ALL_VIOLATIONS_UP_TO_CHARS);
    } catch (EventDecodingException noTree) {
      throw noTree;
    } catch (RuntimeException | StackOverflowError e) {
      throw failure(
          event,
          e instanceof StackOverflowError ? Kind.LIMIT : Kind.SCHEMA,
          "the validator failed with " + e.getClass().getName(),
          Collections.emptyList());
    }
    if (!violations.isEmpty()) {
      throw failure(event, Kind.SCHEMA, "against its schema: " + shown(violations), violations);
    }
  }

  private static String shown(List<Violation> violations) {
    String first =
        violations.stream().limit(SHOWN).map(Violation::toString).collect(Collectors.joining(", "));
    return violations.size() <= SHOWN
        ? first
        : first + " and " + (violations.size() - SHOWN) + " more";
  }

  private static EventDecodingException failure(
      StreamEvent event, Kind kind, String problem, List<Violation> violations) {
    String pointer = violations.isEmpty() ? "" : violations.get(0).pointer();
    return new EventDecodingException(event, kind, problem, pointer, 0, 0, violations);
  }

  @Override
  public String toString() {
    return "JsonSchemas{" + schemas.keySet() + (allowOtherTypes ? ", others allowed" : "") + "}";
  }

  /** Builds {@link JsonSchemas}. */
  public static final class Builder {
    private final Map<String, SchemaSource> sources = new LinkedHashMap<>();
    private boolean allowOtherTypes;

    private Builder() {}

    /**
     * Adds a schema of the class path: the thread's context class loader, then that of Holdfast.
     *
     * @param type the type of the events that it is for
     * @param resource such as {@code /schemas/trade.json}
     */
    public Builder classPath(String type, String resource) {
      return add(type, SchemaSource.classPath(resource));
    }

    /** Adds a schema in a file, which may refer to files in the same folder and below. */
    public Builder file(String type, Path file) {
      return add(type, SchemaSource.file(file));
    }

    /** Adds a schema as a text. */
    public Builder text(String type, String schema) {
      return add(type, SchemaSource.text("text:/" + sources.size(), schema));
    }

    private Builder add(String type, SchemaSource source) {
      if (sources.put(Objects.requireNonNull(type, "type"), source) != null) {
        throw new IllegalArgumentException("two schemas for events of type \"" + type + "\"");
      }
      return this;
    }

    /**
     * Has events whose type has no schema read without; by default they are refused, with {@link
     * EventDecodingException.Kind#NO_SCHEMA}.
     */
    public Builder allowOtherTypes() {
      this.allowOtherTypes = true;
      return this;
    }

    /**
     * Loads and checks the schemas, and all that they refer to.
     *
     * @throws SchemaException if one of them cannot be used
     * @throws IllegalStateException if the library is missing, or of a version that does not fit
     */
    public JsonSchemas build() {
      Map<String, EventSchema> built;
      try {
        built = NetworkntSchemas.compile(sources);
      } catch (LinkageError missing) {
        throw new IllegalStateException(
            "JSON Schemas need com.networknt:json-schema-validator, version 1.5, on the class path",
            missing);
      }
      return new JsonSchemas(built, allowOtherTypes);
    }
  }
}
