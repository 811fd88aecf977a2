package dev.holdfast.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a client's frames off a socket. One thread. */
final class FrameReader {
  /** Far above what a test sends; a length beyond it is a misread frame. */
  private static final int MAX_LENGTH = 256 << 20;

  private final DataInputStream in;

  FrameReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /**
   * The next frame.
   *
   * @throws ProtocolBreach if it is none that a client may send
   * @throws IOException at the end of the connection
   */
  Frame next() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((second & 0x80) == 0) {
      throw new ProtocolBreach(1002, "a client's frame must be masked");
    }
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    if (length < 0 || length > MAX_LENGTH) {
      throw new ProtocolBreach(1009, "a frame of " + length + " bytes");
    }
    byte[] mask = new byte[4];
    in.readFully(mask);
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new Frame(first, payload);
  }

  /** Throws away all that comes, up to the end. */
  void drain() throws IOException {
    byte[] ignored = new byte[8192];
    while (in.read(ignored) >= 0) {}
  }
}
