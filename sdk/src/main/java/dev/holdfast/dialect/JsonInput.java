package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text token by token, and knows each value's exact source, however deep. What it
 * throws says what is wrong and where, on one line; it never quotes the text, which may be secret.
 */
final class JsonInput implements AutoCloseable {
  /**
   * The parser has an object for each level, of which a body of its full size would make gigabytes.
   * A value that makes a text deeper than this is passed over without it.
   */
  private static final int MAX_DEPTH = 500;

  private static final String MALFORMED = "malformed JSON";
  private static final String CUT_SHORT = "JSON ends too early";

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
  private JsonParser parser;

  /** What the parser reads once it had to give up; what lies behind it there is overwritten. */
  private char @Nullable [] rest;

  /** Where in the text the parser began. */
  private int shift;

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
    JsonToken token = next();
    if (token != null && token.isStructStart()) {
      skipChildren(place(parser.currentTokenLocation()));
    }
  }

  /** Goes to the end of the value that the parser is at, which begins there. */
  private void skipChildren(int start) throws IOException {
    JsonStreamContext around = parser.getParsingContext().getParent();
    try {
      parser.skipChildren();
    } catch (StreamConstraintsException tooDeep) {
      DeepJson value = new DeepJson(text, start);
      if (!value.pass()) {
        throw failure(value.isCutShort() ? CUT_SHORT : MALFORMED, value.at());
      }
      goOn(value.at(), around);
    } catch (JsonProcessingException e) {
      throw translated(e);
    }
  }

  /**
   * Has a new parser begin in the middle of the text, at the end of a value: what that is in is
   * opened anew, and an empty array is in its place. The opening overwrites the end of the value,
   * which is far longer, so that nothing is copied for the second such value and those after it.
   */
  private void goOn(int end, JsonStreamContext around) throws IOException {
    StringBuilder opening = new StringBuilder("[]");
    int tokens = 2;
    for (JsonStreamContext in = around; !in.inRoot(); in = in.getParent()) {
      opening.insert(0, in.inObject() ? "{\"\":" : "[");
      tokens += in.inObject() ? 2 : 1;
    }
    if (rest == null) {
      rest = text.toCharArray();
    }
    int from = end - opening.length();
    opening.getChars(0, opening.length(), rest, from);
    parser.close();
    parser = FACTORY.createParser(rest, from, rest.length - from);
    shift = from - (int) parser.currentLocation().getCharOffset();
    for (int i = 0; i < tokens; i++) {
      parser.nextToken();
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
    int start = place(parser.currentTokenLocation());
    skipChildren(start);
    return text.substring(start, place(parser.currentLocation()));
  }

  /** Returns a failure that names the value that the parser is at, in words of its own. */
  IOException unexpected(String what, @Nullable JsonToken found, String expected) {
    return failure(what + " is " + kind(found) + ", not " + expected);
  }

  /** Returns a failure at this point of the text. */
  IOException failure(String message) {
    return failure(message, place(parser.currentTokenLocation()));
  }

  private IOException failure(String message, int at) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
        line++;
        lineStart = i + 1;
      }
    }
    return new IOException(message + " at line " + line + ", column " + (at - lineStart + 1));
  }

  /** Not with Jackson's exception as the cause: its message may quote the text. */
  private IOException translated(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return failure(
        e instanceof JsonEOFException ? CUT_SHORT : MALFORMED,
        place(at == null ? parser.currentLocation() : at));
  }

  private int place(JsonLocation in) {
    return Math.min(shift + (int) in.getCharOffset(), text.length());
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
