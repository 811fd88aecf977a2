package dev.holdfast.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.EventDecodingException.Violation;
import java.util.List;

/** A schema that is ready for use, in words that need no schema library. */
interface EventSchema {
  /**
   * Returns which rules a payload breaks; none if it is valid.
   *
   * @param all false to stop at the first
   */
  List<Violation> violations(JsonNode payload, boolean all);
}
