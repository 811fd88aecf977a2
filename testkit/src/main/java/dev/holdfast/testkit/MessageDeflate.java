package dev.holdfast.testkit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** permessage-deflate without context takeover: each message by itself (RFC 7692 §7.2). */
final class MessageDeflate {
  static final String OFFER = "permessage-deflate";
  static final String ACCEPTED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static final byte[] TAIL = {0, 0, -1, -1};

  private MessageDeflate() {}

  static byte[] deflate(byte[] message) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(message);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[8192];
      int count;
      do {
        count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
        out.write(chunk, 0, count);
      } while (count == chunk.length);
      return Arrays.copyOf(out.toByteArray(), out.size() - TAIL.length);
    } finally {
      deflater.end();
    }
  }

  static byte[] inflate(byte[] message) throws ProtocolBreach {
    Inflater inflater = new Inflater(true);
    try {
      byte[] whole = Arrays.copyOf(message, message.length + TAIL.length);
      System.arraycopy(TAIL, 0, whole, message.length, TAIL.length);
      inflater.setInput(whole);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[8192];
      for (int count = inflater.inflate(chunk); count > 0; count = inflater.inflate(chunk)) {
        out.write(chunk, 0, count);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new ProtocolBreach(1007, "broken compression: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
