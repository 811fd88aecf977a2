package dev.holdfast.internal.transport;

/** The codes that a WebSocket is closed with, and the reasons beside them (RFC 6455 §7.4). */
final class CloseCodes {
  static final int NORMAL = 1000;
  static final int PROTOCOL_ERROR = 1002;
  private static final int UNSUPPORTED_DATA = 1003;
  private static final int INVALID_PAYLOAD = 1007;
  private static final int TOO_BIG = 1009;
  private static final int MANDATORY_EXTENSION = 1010;

  /** Control frames have 125 bytes (RFC 6455 §5.5), of which the code takes two. */
  private static final int REASON_BYTES = 123;

  private CloseCodes() {}

  /** Whether it says that one of us does not keep to the protocol. */
  static boolean isBrokenProtocol(int code) {
    switch (code) {
      case PROTOCOL_ERROR:
      case UNSUPPORTED_DATA:
      case INVALID_PAYLOAD:
      case TOO_BIG:
      case MANDATORY_EXTENSION:
        return true;
      default:
        return false;
    }
  }

  /** What a close is answered with: its own code (RFC 6455 §5.5.1), if that can be sent. */
  static int answer(int code) {
    boolean reserved = (code >= 1004 && code <= 1006) || (code >= 1015 && code <= 2999);
    return code >= 1000 && code < 5000 && !reserved ? code : NORMAL;
  }

  /** Cuts a reason, between two characters, to what a close can carry. */
  static String reason(String text) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes > REASON_BYTES) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }
}
