package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text token by token, and knows each value's exact source. What it throws says what
 * is wrong and where, on one line; it never quotes the text, which may be secret.
 */
final class JsonInput implements AutoCloseable {
  static final int MAX_DEPTH = 500;

  /**
   * The body is bounded before it gets here, so that only depth needs a bound. Names are not kept,
   * nor are buffers: a peer chooses the names, and there may be thousands of reader threads.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final String text;
  private final JsonParser parser;

  JsonInput(String text) throws IOException {
    this.text = text;
    this.parser = FACTORY.createParser(text);
  }

  /** Goes to the next token; null after the last. */
  @Nullable JsonToken next() throws IOException {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException e) {
      throw translated(e);
    }
  }

  /** Goes to the next field of an object and returns its name, or null at the object's end. */
  @Nullable String nextField() throws IOException {
    return next() == JsonToken.FIELD_NAME ? parser.currentName() : null;
  }

  /** Passes over the value of a field without holding it, however large or deep. */
  void skipValue() throws IOException {
    next();
    skipChildren();
  }

  private void skipChildren() throws IOException {
    try {
      parser.skipChildren();
    } catch (JsonProcessingException e) {
      throw translated(e);
    }
  }

  /** Returns the string that the parser is at, with escapes decoded. */
  String string() throws IOException {
    try {
      return parser.getText();
    } catch (JsonProcessingException e) {
      throw translated(e);
    }
  }

  /** Returns the exact source text of the value that the parser is at, and goes to its end. */
  String source() throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    skipChildren();
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  /** Returns a failure that names the value that the parser is at, in words of its own. */
  IOException unexpected(String what, @Nullable JsonToken found, String expected) {
    return failure(what + " is " + kind(found) + ", not " + expected);
  }

  /** Returns a failure at this point of the text. */
  IOException failure(String message) {
    return failure(message, parser.currentTokenLocation());
  }

  private static IOException failure(String message, @Nullable JsonLocation at) {
    String where =
        at == null
            ? ""
            : String.format(
                Locale.ROOT, " at line %d, column %d", at.getLineNr(), at.getColumnNr());
    return new IOException(message + where);
  }

  /** Not with Jackson's exception as the cause: its message may quote the text. */
  private IOException translated(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return failure("JSON nested deeper than " + MAX_DEPTH + " levels", parser.currentLocation());
    }
    return failure(
        e instanceof JsonEOFException ? "JSON ends too early" : "malformed JSON", e.getLocation());
  }

  private static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "missing";
    }
    switch (token) {
      case START_OBJECT:
        return "an object";
      case START_ARRAY:
        return "an array";
      case VALUE_STRING:
        return "a string";
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        return "a number";
      case VALUE_TRUE:
      case VALUE_FALSE:
        return "a boolean";
      default:
        return "null";
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
