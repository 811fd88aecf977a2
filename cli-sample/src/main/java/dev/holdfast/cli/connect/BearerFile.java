package dev.holdfast.cli.connect;

import dev.holdfast.Credentials;
import dev.holdfast.CredentialsProvider;
import dev.holdfast.CredentialsRequest;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.cli.options.FileTrouble;
import dev.holdfast.cli.options.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The token that is in a file at the time of the attempt: whoever renews it there need not restart
 * the command.
 */
public final class BearerFile implements CredentialsProvider {
  /** More than any server takes as a header. */
  private static final int MOST_BYTES = 64 * 1024;

  private final Path file;

  private BearerFile(Path file) {
    this.file = file;
  }

  /** Makes sure that there is a token now. */
  public static BearerFile open(Path file) {
    BearerFile bearer = new BearerFile(file);
    if (Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file)) {
      // A pipe has its token once, and each attempt needs it.
      throw new UsageException("--bearer-file: " + file + ": not a regular file");
    }
    try {
      String unused = bearer.token();
      return bearer;
    } catch (StreamException e) {
      throw new UsageException(e.getMessage());
    }
  }

  @Override
  public Credentials credentials(CredentialsRequest request) {
    return Credentials.bearer(token());
  }

  private String token() {
    byte[] content;
    if (Files.isDirectory(file)) {
      throw trouble("is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw trouble(FileTrouble.reason(e));
    }
    if (content.length > MOST_BYTES) {
      throw trouble("longer than " + MOST_BYTES + " bytes, which no token is");
    }
    String token = withoutLineEnd(new String(content, StandardCharsets.UTF_8));
    if (token.isEmpty()) {
      throw trouble("empty");
    }
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw trouble("has a line end, a blank or another character that no token has");
    }
    return token;
  }

  private static String withoutLineEnd(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** Nothing of the content, nor a cause that could show it. */
  private StreamException trouble(String what) {
    String message = "--bearer-file: " + file + ": " + what;
    return new StreamException(Reason.CREDENTIALS_UNAVAILABLE, message, null);
  }
}
