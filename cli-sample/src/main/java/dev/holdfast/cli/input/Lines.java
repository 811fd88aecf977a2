package dev.holdfast.cli.input;

import java.io.IOException;
import java.io.InputStream;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Lines as messages: without the LF that ends them, and the CR before it. What follows the last LF
 * is a line if there is anything. Not thread-safe.
 */
final class Lines implements Messages {
  private final BufferedSource in;
  private final int mostBytes;

  Lines(InputStream in, int mostBytes) {
    this.in = Okio.buffer(Okio.source(in));
    this.mostBytes = mostBytes;
  }

  @Override
  public @Nullable Message next() throws IOException {
    // Room for the CR, and one more to see that it is too long.
    long end = in.indexOf((byte) '\n', 0, mostBytes + 2L);
    if (end >= 0) {
      ByteString line = in.readByteString(end);
      in.skip(1);
      return message(withoutCr(line));
    }
    if (in.request(mostBytes + 2L)) {
      skipLine();
      return Message.tooLong(mostBytes);
    }
    return in.exhausted() ? null : message(in.readByteString());
  }

  private Message message(ByteString line) {
    return line.size() > mostBytes ? Message.tooLong(mostBytes) : Message.text(line);
  }

  private static ByteString withoutCr(ByteString line) {
    int last = line.size() - 1;
    return last >= 0 && line.getByte(last) == '\r' ? line.substring(0, last) : line;
  }

  private void skipLine() throws IOException {
    while (in.request(1)) {
      long end = in.getBuffer().indexOf((byte) '\n');
      if (end >= 0) {
        in.skip(end + 1);
        return;
      }
      in.skip(in.getBuffer().size());
    }
  }
}
