package dev.holdfast.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import okio.Buffer;

/** Looks ahead for the end of a connection, and keeps for its reader what lies before it. */
final class PeekableInput extends FilterInputStream {
  private static final int MAX_AHEAD = 65_536;

  /** Touched by the connection's thread only. */
  private final Buffer ahead = new Buffer();

  PeekableInput(InputStream in) {
    super(in);
  }

  /** Reads ahead until the end, or until a read times out. */
  boolean ended() throws IOException {
    byte[] bytes = new byte[1024];
    while (ahead.size() < MAX_AHEAD) {
      int count = in.read(bytes);
      if (count < 0) {
        return true;
      }
      ahead.write(bytes, 0, count);
    }
    return false;
  }

  @Override
  public int read() throws IOException {
    return ahead.exhausted() ? in.read() : ahead.readByte() & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    return ahead.exhausted() ? in.read(bytes, offset, count) : ahead.read(bytes, offset, count);
  }

  @Override
  public int available() throws IOException {
    return (int) ahead.size() + in.available();
  }

  @Override
  public long skip(long count) throws IOException {
    if (ahead.exhausted()) {
      return in.skip(count);
    }
    long skipped = Math.min(count, ahead.size());
    ahead.skip(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
