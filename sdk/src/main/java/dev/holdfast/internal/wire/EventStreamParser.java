package dev.holdfast.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code text/event-stream} (WHATWG HTML §9.2.5 and §9.2.6) from bytes that are pushed into
 * it, cut anywhere.
 *
 * <p>This class finds the lines, {@link EventBlock} interprets them. Every block is reported as
 * soon as its blank line is complete, even where that ends in a lone CR and an LF might follow. The
 * end of input needs no call: the standard discards an incomplete block. One parser serves one
 * connection, on one thread at a time; once a call threw, it must not be used again.
 */
public final class EventStreamParser {
  /** Receives what a stream says, in its order, on the thread that calls {@link #consume}. */
  public interface Sink {
    /**
     * An event. {@code id} is what its own block said ({@code ""} for an empty {@code id} field,
     * null without a valid one); {@code lastEventId} is the connection's after this event; {@code
     * type} is null where the block named none, and never empty.
     */
    void onEvent(@Nullable String id, String lastEventId, @Nullable String type, String data);

    /**
     * A block without data, but with an id: no event, yet the connection's last event ID is this
     * one now.
     */
    void onLastEventId(String lastEventId);

    /**
     * A {@code retry} field, reported at its line; {@link Long#MAX_VALUE} stands for anything
     * larger too.
     */
    void onRetry(long millis);

    /** A comment, reported at its line: all that follows the colon. */
    void onComment(String text);
  }

  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final ByteString DATA_FIELD = ByteString.encodeUtf8("data:");

  private final long maxLineBytes;
  private final EventBlock block;
  private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

  /**
   * How much of {@link #BOM} has been seen; its length once the stream is past the place for one.
   */
  private int bomSeen;

  /** The last byte was a CR: an LF that comes next belongs to it. */
  private boolean afterCr;

  /** How many bytes of the current line came before the bytes at hand. */
  private long cutBytes;

  /**
   * The current line is a data field, and the part of it that came before is with {@link #block},
   * not here.
   */
  private boolean cutInData;

  private final Buffer cutLine = new Buffer();

  /** {@code lastEventId} is what the connection was opened with, or empty. */
  public EventStreamParser(String lastEventId, long maxLineBytes, long maxEventBytes, Sink sink) {
    this.maxLineBytes = maxLineBytes;
    this.block = new EventBlock(lastEventId, maxEventBytes, sink);
  }

  /**
   * Takes all bytes of {@code source}, and reports what they complete.
   *
   * @throws LimitExceededException as soon as a line, or the data of an event, is known to be
   *     longer than allowed
   */
  public void consume(Buffer source) throws IOException {
    while (!source.exhausted()) {
      source.readUnsafe(cursor);
      cursor.next();
      byte[] bytes = cursor.data;
      int start = cursor.start;
      int end = cursor.end;
      cursor.close();
      int rest = lines(bytes, start, end);
      // Only now: the block may have borrowed from the segment, which goes back to the pool.
      source.skip(rest - start);
      if (rest < end) {
        keep(source, end - rest);
      }
    }
  }

  /** How much of what was consumed is still here, waiting for the rest of its line or block. */
  long heldBytes() {
    return cutLine.size() + block.heldBytes();
  }

  /**
   * Hands on all lines that end in {@code bytes[from, to)}; returns where the first that doesn't
   * begins.
   */
  private int lines(byte[] bytes, int from, int to) throws LimitExceededException {
    int start = from;
    if (afterCr) {
      afterCr = false;
      start += bytes[start] == '\n' ? 1 : 0;
    }
    if (bomSeen < BOM.length) {
      start = skipBom(bytes, start, to);
    }
    ByteBuffer view = LineEnds.view(bytes);
    while (start < to) {
      int end = LineEnds.next(view, start, to);
      if (end == to) {
        break;
      }
      checkLine(cutBytes + (end - start));
      if (cutBytes == 0) {
        block.line(bytes, start, end);
      } else {
        endCutLine(bytes, start, end);
      }
      start = end + 1;
      if (bytes[end] == '\r') {
        if (start == to) {
          afterCr = true;
        } else if (bytes[start] == '\n') {
          start++;
        }
      }
    }
    block.detach();
    return start;
  }

  private int skipBom(byte[] bytes, int from, int to) {
    int i = from;
    while (bomSeen < BOM.length && i < to) {
      if (bytes[i] == BOM[bomSeen]) {
        bomSeen++;
        i++;
      } else {
        // Not a BOM after all, so what looked like one begins the first line.
        cutLine.write(BOM, 0, bomSeen);
        cutBytes = bomSeen;
        bomSeen = BOM.length;
      }
    }
    return i;
  }

  /** Keeps the first {@code length} bytes of {@code source}, part of a line that goes on. */
  private void keep(Buffer source, int length) throws IOException {
    cutBytes += length;
    checkLine(cutBytes);
    if (cutInData) {
      block.appendData(source, length);
      return;
    }
    cutLine.write(source, length);
    // One byte more than the name, to know whether a space follows the colon.
    if (cutLine.size() > DATA_FIELD.size() && cutLine.rangeEquals(0, DATA_FIELD)) {
      cutLine.skip(DATA_FIELD.size() + (cutLine.getByte(DATA_FIELD.size()) == ' ' ? 1 : 0));
      cutInData = true;
      block.beginData();
      block.appendData(cutLine, cutLine.size());
    }
  }

  private void endCutLine(byte[] bytes, int from, int to) throws LimitExceededException {
    if (cutInData) {
      block.appendData(bytes, from, to - from);
    } else {
      cutLine.write(bytes, from, to - from);
      byte[] line = cutLine.readByteArray();
      block.line(line, 0, line.length);
    }
    cutBytes = 0;
    cutInData = false;
  }

  private void checkLine(long bytes) throws LimitExceededException {
    if (bytes > maxLineBytes) {
      throw new LimitExceededException(LimitExceededException.Bound.LINE, maxLineBytes);
    }
  }
}
