package dev.holdfast.testkit;

/** One WebSocket frame as the client sent it, unmasked (RFC 6455 §5.2). */
final class Frame {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int FIN = 0x80;
  static final int RSV1 = 0x40;

  final boolean last;
  final boolean compressed;
  final int opcode;
  final byte[] payload;

  Frame(int firstByte, byte[] payload) {
    this.last = (firstByte & FIN) != 0;
    this.compressed = (firstByte & RSV1) != 0;
    this.opcode = firstByte & 0x0f;
    this.payload = payload;
  }
}
