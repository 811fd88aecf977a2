package dev.holdfast.cli.options;

import dev.holdfast.TransportType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the names of transports, in the order in which they are to be tried. */
final class Transports {
  private static final String AUTO = "auto";
  private static final String CHOICE = "auto, sse or long-poll";

  private Transports() {}

  /** Returns the transports; none for {@code auto}, which leaves the choice to the SDK. */
  static List<TransportType> parse(List<String> names) {
    List<TransportType> types = new ArrayList<>();
    for (String name : names) {
      TransportType type = type(name);
      if (type == null ? names.indexOf(name) != names.lastIndexOf(name) : types.contains(type)) {
        throw new UsageException("--transport: " + name + " is there twice");
      }
      if (type != null) {
        types.add(type);
      }
    }
    if (!types.isEmpty() && names.contains(AUTO)) {
      throw new UsageException("--transport: auto is an order of its own, and stands alone");
    }
    return types;
  }

  private static @Nullable TransportType type(String name) {
    if (name.equals(AUTO)) {
      return null;
    }
    for (TransportType type : TransportType.values()) {
      if (type.label().equals(name)) {
        return type;
      }
    }
    if (name.equals("websocket")) {
      throw new UsageException(
          "--transport: websocket is not in this version yet (write " + CHOICE + ")");
    }
    throw new UsageException(
        "--transport: no such transport: \"" + name + "\" (write " + CHOICE + ")");
  }
}
