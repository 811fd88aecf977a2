package dev.holdfast.cli.options;

import dev.holdfast.TransportType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the names of transports, in the order in which they are to be tried. */
final class Transports {
  private static final String AUTO = "auto";

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

  /**
   * Checks that a request that is no GET has where to go: asked for by name, a transport that would
   * not do what the rest says is a mistake.
   */
  static void checkMethod(List<TransportType> types, boolean longPollUrl, boolean webSocketUrl) {
    if (types.contains(TransportType.LONG_POLL)) {
      checkMethod("a poll is a GET", "--long-poll-url", longPollUrl, types);
    }
    if (types.contains(TransportType.WEBSOCKET)) {
      checkMethod("a WebSocket opens by a GET", "--websocket-url", webSocketUrl, types);
    }
  }

  private static void checkMethod(
      String why, String option, boolean given, List<TransportType> types) {
    if (!given) {
      throw new UsageException(
          "--transport: " + why + "; beside -X or -d, " + option + " has to say where");
    }
    if (!types.contains(TransportType.SSE)) {
      throw new UsageException("--transport: " + why + ", without -X or -d");
    }
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
    throw new UsageException(
        "--transport: no such transport: \""
            + name
            + "\" (write auto, sse, long-poll or websocket)");
  }
}
