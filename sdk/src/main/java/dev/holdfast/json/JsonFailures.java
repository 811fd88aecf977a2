package dev.holdfast.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import dev.holdfast.EventDecodingException;
import dev.holdfast.EventDecodingException.Kind;
import dev.holdfast.StreamEvent;
import dev.holdfast.internal.OneLine;
import java.io.CharConversionException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson threw, in words of our own and with its place: its messages quote the payload, so
 * that neither they nor it may be passed on. Those that name classes and bounds alone are.
 */
final class JsonFailures {
  private static final int LONGEST_POINTER = 200;

  private final StreamEvent event;
  private final String target;
  private final Throwable thrown;

  private JsonFailures(StreamEvent event, String target, Throwable thrown) {
    this.event = event;
    this.target = target;
    this.thrown = thrown;
  }

  static EventDecodingException of(StreamEvent event, String target, Throwable thrown) {
    return new JsonFailures(event, target, thrown).translated();
  }

  static EventDecodingException empty(StreamEvent event) {
    return create(event, Kind.MALFORMED, "no JSON, as it is empty", "", null);
  }

  static EventDecodingException isNull(StreamEvent event, String target) {
    return create(event, Kind.MISMATCH, "not " + target + ", but null", "", null);
  }

  private EventDecodingException translated() {
    Throwable root = root();
    if (root instanceof StackOverflowError) {
      return failure(Kind.LIMIT, "nested too deep for this thread's stack");
    }
    if (root instanceof StreamConstraintsException) {
      return failure(Kind.LIMIT, said((JsonProcessingException) root));
    }
    if (root instanceof InputCoercionException) {
      return failure(Kind.MISMATCH, "not " + target + ": a number out of range");
    }
    if (root instanceof StreamReadException || root instanceof CharConversionException) {
      return failure(Kind.MALFORMED, syntax(root));
    }
    if (root instanceof MismatchedInputException) {
      return mismatch((MismatchedInputException) root);
    }
    String what =
        root instanceof InvalidDefinitionException
            ? "Jackson cannot read that class: " + said((JsonProcessingException) root)
            : "refused with " + root.getClass().getName();
    return failure(Kind.MISMATCH, "not " + target + ": " + what);
  }

  private static String syntax(Throwable root) {
    if (root instanceof JsonEOFException) {
      return "JSON that ends too early";
    }
    return said(root).startsWith("Duplicate ") ? "a property that comes twice" : "malformed JSON";
  }

  private EventDecodingException mismatch(MismatchedInputException root) {
    String said = said(root);
    if (said.startsWith("Trailing token")) {
      return failure(Kind.MALFORMED, "something follows the JSON value");
    }
    if (said.startsWith("No content")) {
      return failure(Kind.MALFORMED, "no JSON, as it is blank");
    }
    String what;
    Class<?> wanted = root.getTargetType();
    if (root instanceof PropertyBindingException) {
      what = "a property that the class does not have";
    } else if (root instanceof InvalidTypeIdException) {
      what = "an unknown type id";
    } else if (said.startsWith("Missing required creator property")) {
      what = said;
    } else {
      what =
          (said.startsWith("Cannot map `null`") ? "null or missing, " : "")
              + "not to be read as "
              + (wanted == null ? "needed" : wanted.getSimpleName());
    }
    return failure(Kind.MISMATCH, "not " + target + ": " + what);
  }

  private EventDecodingException failure(Kind kind, String problem) {
    JsonLocation at = null;
    Throwable from = thrown;
    while (at == null && from instanceof JsonProcessingException) {
      at = ((JsonProcessingException) from).getLocation();
      from = from.getCause();
    }
    return create(event, kind, problem, pointer(thrown), at);
  }

  private static EventDecodingException create(
      StreamEvent event, Kind kind, String problem, String pointer, @Nullable JsonLocation at) {
    return new EventDecodingException(
        event,
        kind,
        problem,
        pointer,
        at == null ? 0 : Math.max(at.getLineNr(), 0),
        at == null ? 0 : Math.max(at.getColumnNr(), 0),
        Collections.emptyList());
  }

  /** What it is about: Jackson wraps failures into others that know the place. */
  private Throwable root() {
    Throwable root = thrown;
    while (root instanceof JsonProcessingException
        && !(root instanceof MismatchedInputException)
        && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String said(Throwable root) {
    String message =
        root instanceof JsonProcessingException
            ? ((JsonProcessingException) root).getOriginalMessage()
            : root.getMessage();
    return message == null ? "" : OneLine.of(message);
  }

  private static String pointer(Throwable thrown) {
    if (!(thrown instanceof JsonMappingException)) {
      return "";
    }
    StringBuilder pointer = new StringBuilder();
    List<JsonMappingException.Reference> path = ((JsonMappingException) thrown).getPath();
    for (JsonMappingException.Reference step : path) {
      String name = step.getFieldName();
      pointer
          .append('/')
          .append(
              name == null
                  ? Integer.toString(step.getIndex())
                  : name.replace("~", "~0").replace("/", "~1"));
      if (pointer.length() > LONGEST_POINTER) {
        return OneLine.of(pointer.toString()) + "…";
      }
    }
    return OneLine.of(pointer.toString());
  }
}
