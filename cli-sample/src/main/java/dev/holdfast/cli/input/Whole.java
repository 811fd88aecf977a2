package dev.holdfast.cli.input;

import java.io.IOException;
import java.io.InputStream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** All that comes as one message. Not thread-safe. */
final class Whole implements Messages {
  private final InputStream in;
  private final int mostBytes;
  private boolean read;

  Whole(InputStream in, int mostBytes) {
    this.in = in;
    this.mostBytes = mostBytes;
  }

  @Override
  public @Nullable Message next() throws IOException {
    if (read) {
      return null;
    }
    byte[] bytes = in.readNBytes(mostBytes + 1);
    read = true;
    return bytes.length > mostBytes
        ? Message.tooLong(mostBytes)
        : new Message.Binary(ByteString.of(bytes));
  }
}
