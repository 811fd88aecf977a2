package dev.holdfast.cli.options;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What {@code -d} says about the media type of its body. */
final class Body {
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Body() {}

  /** Returns the media type that goes with the text: JSON if it is one JSON value, else text. */
  static String mediaType(String body) {
    return isJson(body) ? "application/json" : "text/plain; charset=utf-8";
  }

  private static boolean isJson(String body) {
    try {
      return !STRICT.readTree(body).isMissingNode();
    } catch (IOException e) {
      return false;
    }
  }
}
