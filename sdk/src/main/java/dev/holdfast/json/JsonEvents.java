package dev.holdfast.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.EventDecodingException;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.PayloadPolicy;
import dev.holdfast.StreamEvent;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How events are read as objects. Immutable, and safe for use from any thread.
 *
 * <pre>{@code
 * JsonEvents json = JsonEvents.strict();
 * client.subscribe(request, json.listener(Trade.class, (trade, event) -> show(trade)));
 * client.subscribe(
 *     request,
 *     json.on("trade", Trade.class, (trade, event) -> show(trade))
 *         .on("quote", Quote.class, (quote, event) -> show(quote)));
 * }</pre>
 *
 * <p>The strict mapper refuses what others read wrongly without a word: a property that comes
 * twice, anything after the JSON value, a null or missing value where the class has a primitive, a
 * text where it has a number or a boolean, a fraction where it has an integer, a number where it
 * has an enum. It passes over properties that the class does not have, as servers add some; {@link
 * Builder#rejectUnknownProperties} refuses those, too. Nesting beyond 1,000 levels, numbers of more
 * than 1,000 digits and names of more than 50,000 characters are refused: Jackson's own bounds.
 *
 * <p>A {@linkplain StreamEvent#isBinary() binary} event is read from its bytes, as JSON in UTF-8 or
 * as what the app's mapper reads. A payload that is JSON's {@code null} is refused, unless it is
 * read as a {@code JsonNode}.
 */
public final class JsonEvents {
  private static final JsonEvents STRICT = builder().build();

  private final ObjectMapper mapper;
  private final boolean rejectUnknownProperties;
  private final @Nullable JsonSchemas schemas;
  private final PayloadPolicy onFailure;

  private JsonEvents(Builder builder) {
    this.mapper = builder.mapper == null ? strictMapper().build() : builder.mapper;
    this.rejectUnknownProperties = builder.rejectUnknownProperties;
    this.schemas = builder.schemas;
    this.onFailure = builder.onFailure;
  }

  /** Returns the default: the strict mapper, no schemas, failures reported. */
  public static JsonEvents strict() {
    return STRICT;
  }

  /** Returns a builder with the default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder of a strict mapper, to which an app can add modules and settings. */
  public static JsonMapper.Builder strictMapper() {
    return StrictMapper.builder();
  }

  /**
   * Returns a listener that hears of every event as an object.
   *
   * @param payload what payloads are read as
   * @param listener receives them
   */
  public <T> JsonListener listener(Class<T> payload, TypedListener<? super T> listener) {
    return listener(new JsonListener.Route<T>(type(payload), listener));
  }

  /** As {@link #listener(Class, TypedListener)}, for a type with parameters. */
  public <T> JsonListener listener(TypeReference<T> payload, TypedListener<? super T> listener) {
    return listener(new JsonListener.Route<T>(type(payload), listener));
  }

  private JsonListener listener(JsonListener.@Nullable Route<?> others) {
    return new JsonListener(this, Collections.emptyMap(), others, StreamEvent::ack);
  }

  /**
   * Returns a listener that hears of events of a type; {@link JsonListener#on} adds more.
   *
   * @param type the events' {@linkplain StreamEvent#type() type}; {@code message} where the server
   *     names none
   * @param payload what their payload is read as
   * @param listener receives them
   * @throws IllegalArgumentException if there are schemas, but none for that type
   */
  public <T> JsonListener on(String type, Class<T> payload, TypedListener<? super T> listener) {
    return listener((JsonListener.Route<?>) null).on(type, payload, listener);
  }

  /** As {@link #on(String, Class, TypedListener)}, for a type with parameters. */
  public <T> JsonListener on(
      String type, TypeReference<T> payload, TypedListener<? super T> listener) {
    return listener((JsonListener.Route<?>) null).on(type, payload, listener);
  }

  /**
   * Reads the payload of an event, and checks it against its schema first, where there are schemas.
   *
   * @throws EventDecodingException if it cannot be used. Where a listener lets it pass, {@link
   *     ListenerFailurePolicy} says what follows: {@link Builder#onFailure} is for the listeners
   *     made here.
   */
  public <T> T read(StreamEvent event, Class<T> payload) {
    return read(event, type(payload));
  }

  /** As {@link #read(StreamEvent, Class)}, for a type with parameters. */
  public <T> T read(StreamEvent event, TypeReference<T> payload) {
    return read(event, type(payload));
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // The type says so.
  <T> T read(StreamEvent event, JavaType payload) {
    if (event.data().isEmpty()) {
      throw JsonFailures.empty(event);
    }
    if (schemas != null) {
      schemas.check(event, () -> parse(event, treeReader(), "JSON"));
    }
    ObjectReader reader = mapper.readerFor(payload);
    T value =
        parse(
            event,
            rejectUnknownProperties
                ? reader.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                : reader,
            payload.toCanonical());
    if (value == null) {
      throw JsonFailures.isNull(event, payload.toCanonical());
    }
    return value;
  }

  /** Fractions as doubles: what a schema computes with numbers like 1e999999999 has no bound. */
  private ObjectReader treeReader() {
    return mapper
        .readerFor(JsonNode.class)
        .without(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // The reader says so.
  private static <T> T parse(StreamEvent event, ObjectReader reader, String target) {
    try {
      return event.isBinary()
          ? reader.readValue(event.bytes().toByteArray())
          : reader.readValue(event.data());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw JsonFailures.of(event, target, e);
    }
  }

  JavaType type(Class<?> payload) {
    return mapper.constructType(Objects.requireNonNull(payload, "payload"));
  }

  JavaType type(TypeReference<?> payload) {
    return mapper.constructType(Objects.requireNonNull(payload, "payload"));
  }

  PayloadPolicy onFailure() {
    return onFailure;
  }

  /** Fails if events of that type could only ever fail. */
  void checkSchema(String type) {
    if (schemas != null && !schemas.allows(type)) {
      throw new IllegalArgumentException("no schema for events of type \"" + type + "\"");
    }
  }

  /** Returns what follows a failure, and which schemas there are. */
  @Override
  public String toString() {
    return "JsonEvents{"
        + onFailure
        + (rejectUnknownProperties ? ", unknown properties rejected" : "")
        + (schemas == null ? "" : ", " + schemas)
        + "}";
  }

  /** Builds {@link JsonEvents}. */
  public static final class Builder {
    private @Nullable ObjectMapper mapper;
    private boolean rejectUnknownProperties;
    private @Nullable JsonSchemas schemas;
    private PayloadPolicy onFailure = PayloadPolicy.REPORT;

    private Builder() {}

    /**
     * Sets what reads payloads, by its own settings; {@link #strictMapper()} by default. It is
     * neither copied nor changed. What it allows is the app's own to judge: other bounds,
     * polymorphic types.
     */
    public Builder mapper(ObjectMapper mapper) {
      this.mapper = Objects.requireNonNull(mapper, "mapper");
      return this;
    }

    /** Refuses properties that a class does not have, whatever the mapper says; off by default. */
    public Builder rejectUnknownProperties() {
      this.rejectUnknownProperties = true;
      return this;
    }

    /** Sets the schemas that payloads are checked against; none by default. */
    public Builder schemas(JsonSchemas schemas) {
      this.schemas = Objects.requireNonNull(schemas, "schemas");
      return this;
    }

    /**
     * Sets what follows when the payload of an event cannot be used; {@link PayloadPolicy#REPORT}
     * by default. A listener that throws is another matter: {@link ListenerFailurePolicy}.
     */
    public Builder onFailure(PayloadPolicy onFailure) {
      this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
      return this;
    }

    /** Returns the settings. */
    public JsonEvents build() {
      return new JsonEvents(this);
    }
  }
}
