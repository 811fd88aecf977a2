package dev.holdfast.internal.transport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Tells that this process, or its machine, has no file descriptor left for a socket. */
final class Descriptors {
  /** In the words of the C library, which Java passes on; Android writes the constant as well. */
  private static final String[] WORDS = {"Too many open files", "EMFILE", "ENFILE"};

  private Descriptors() {}

  /** Does nothing but have the class loaded. */
  static void load() {}

  /** Whether the failure comes from that. May open a descriptor, to see. */
  static boolean ranOut(Throwable e) {
    // Look-ups open descriptors too, and say nothing about it but that the host is unknown.
    return saysSo(e, Failures.DEEPEST_CAUSE)
        || (e instanceof UnknownHostException && !canOpenOne());
  }

  /** OkHttp tries a host's addresses in turn, and adds later failures to the first. */
  private static boolean saysSo(@Nullable Throwable e, int depth) {
    if (e == null || depth == 0) {
      return false;
    }
    // That one quotes what the peer sent.
    String message = e instanceof ProtocolException ? null : e.getMessage();
    if (message != null) {
      for (String words : WORDS) {
        if (message.contains(words)) {
          return true;
        }
      }
    }
    for (Throwable other : e.getSuppressed()) {
      if (saysSo(other, depth - 1)) {
        return true;
      }
    }
    return saysSo(e.getCause(), depth - 1);
  }

  private static boolean canOpenOne() {
    try (DatagramSocket socket = new DatagramSocket(null)) {
      return !socket.isClosed();
    } catch (IOException e) {
      return !saysSo(e, Failures.DEEPEST_CAUSE);
    }
  }
}
