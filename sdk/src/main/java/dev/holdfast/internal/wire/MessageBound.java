package dev.holdfast.internal.wire;

import dev.holdfast.internal.wire.LimitExceededException.Bound;
import okio.Buffer;

/**
 * Follows the heads of a WebSocket's frames (RFC 6455 §5.2) and ends a message as soon as one says
 * that it is too large: before any of it is held. Judges nothing else. Confined to who reads.
 */
public final class MessageBound {
  private static final int FIN = 0x80;
  private static final int CONTROL = 0x08;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;

  private final long maxBytes;
  private final byte[] head = new byte[14];
  private int headBytes;
  private boolean control;
  private boolean data;

  /** Of the frame, what has not come yet. */
  private long left;

  /** Of the message, what its frames so far amount to. */
  private long message;

  /**
   * @param maxBytes the payload of a message, all its frames together
   */
  public MessageBound(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Looks at what has come.
   *
   * @return how many of these bytes may be taken: all, or those before a message that is too large
   */
  public long admit(Buffer bytes) {
    data = false;
    long at = 0;
    long frameAt = 0;
    while (at < bytes.size()) {
      if (left > 0) {
        long step = Math.min(left, bytes.size() - at);
        left -= step;
        at += step;
        data |= !control;
        continue;
      }
      if (headBytes == 0) {
        frameAt = at;
      }
      head[headBytes++] = bytes.getByte(at++);
      if (headBytes >= 2 && headBytes == headLength()) {
        headBytes = 0;
        if (!fits()) {
          return frameAt;
        }
        data |= !control;
      }
    }
    return bytes.size();
  }

  /** Whether some of what came last belongs to a message, rather than to pings and pongs. */
  public boolean hasSeenData() {
    return data;
  }

  public LimitExceededException tooLarge() {
    return new LimitExceededException(Bound.MESSAGE, maxBytes);
  }

  private int headLength() {
    int length = head[1] & 0x7f;
    return 2 + lengthBytes(length) + ((head[1] & MASKED) == 0 ? 0 : 4);
  }

  private static int lengthBytes(int length) {
    return length < 126 ? 0 : length == 126 ? 2 : 8;
  }

  private boolean fits() {
    int opcode = head[0] & OPCODE;
    control = (opcode & CONTROL) != 0;
    left = length();
    if (control) {
      return true;
    }
    boolean ends = (head[0] & FIN) != 0;
    // Empty frames without end are no message either.
    long counts = left == 0 && !ends ? 1 : left;
    message = opcode == 0 ? message : 0;
    if (counts > maxBytes - message) {
      return false;
    }
    message = ends ? 0 : message + counts;
    return true;
  }

  private long length() {
    int length = head[1] & 0x7f;
    int more = lengthBytes(length);
    long value = more == 0 ? length : 0;
    for (int i = 0; i < more; i++) {
      value = value << 8 | (head[2 + i] & 0xff);
    }
    // One bit more than there may be: whatever that is, it is too large.
    return value < 0 ? Long.MAX_VALUE : value;
  }
}
