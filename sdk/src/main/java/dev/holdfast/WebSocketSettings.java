package dev.holdfast;

import dev.holdfast.dialect.WebSocketDialect;
import dev.holdfast.internal.Redaction;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * How a stream uses WebSocket (RFC 6455). Immutable.
 *
 * <p>Messages are never compressed: what a small one unpacks to could not be bounded. The largest
 * message is {@link StreamRequest#maxEventBytes()}.
 */
public final class WebSocketSettings {
  /** The stream's own URL, the standard dialect; of the close codes 1008 alone ends the stream. */
  public static final WebSocketSettings DEFAULT = builder().build();

  private static final int POLICY_VIOLATION = 1008;

  private final @Nullable HttpUrl url;
  private final WebSocketDialect dialect;
  private final Set<Integer> fatalCloseCodes;
  private final int bufferBytes;

  private WebSocketSettings(Builder builder) {
    this.url = builder.url;
    this.dialect = builder.dialect;
    this.fatalCloseCodes = new TreeSet<>(builder.fatalCloseCodes);
    this.bufferBytes = builder.bufferBytes;
  }

  /** Returns a builder with the default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns where to connect, or null for the stream's own URL. */
  public @Nullable HttpUrl url() {
    return url;
  }

  /** Returns how the server words its messages. */
  public WebSocketDialect dialect() {
    return dialect;
  }

  /** Returns whether a close by the server with this code ends the stream with an error. */
  public boolean isFatal(int closeCode) {
    return fatalCloseCodes.contains(closeCode);
  }

  /** Returns how many bytes of messages wait for the listener at most. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /** Whether both say the same, dialects as they compare themselves. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof WebSocketSettings)) {
      return false;
    }
    WebSocketSettings that = (WebSocketSettings) other;
    return Objects.equals(url, that.url)
        && dialect.equals(that.dialect)
        && fatalCloseCodes.equals(that.fatalCloseCodes)
        && bufferBytes == that.bufferBytes;
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, dialect, fatalCloseCodes, bufferBytes);
  }

  /** Returns the settings, without what may be secret in the URL. */
  @Override
  public String toString() {
    return "WebSocketSettings{"
        + (url == null ? "" : Redaction.url(url) + ", ")
        + dialect
        + ", fatalCloseCodes="
        + fatalCloseCodes
        + ", bufferBytes="
        + bufferBytes
        + "}";
  }

  /** Builds {@link WebSocketSettings}. Each setting fails at once on a value that cannot work. */
  public static final class Builder {
    private @Nullable HttpUrl url;
    private WebSocketDialect dialect = WebSocketDialect.standard();
    private Set<Integer> fatalCloseCodes = new TreeSet<>(Arrays.asList(POLICY_VIOLATION));
    private int bufferBytes = 1 << 20;

    private Builder() {}

    /**
     * Sets where to connect, if that is not the stream's own URL.
     *
     * @param url a {@code ws}, {@code wss}, {@code http} or {@code https} URL
     * @throws IllegalArgumentException if it is none
     */
    public Builder url(String url) {
      String text = Objects.requireNonNull(url, "url");
      if (text.regionMatches(true, 0, "ws:", 0, 3)) {
        return url(StreamSettings.parse("http:" + text.substring(3)));
      }
      return url(
          StreamSettings.parse(
              text.regionMatches(true, 0, "wss:", 0, 4) ? "https:" + text.substring(4) : text));
    }

    /** Sets where to connect, if that is not the stream's own URL. */
    public Builder url(HttpUrl url) {
      this.url = Objects.requireNonNull(url, "url");
      return this;
    }

    /** Sets how the server words its messages; {@link WebSocketDialect#standard()} by default. */
    public Builder dialect(WebSocketDialect dialect) {
      this.dialect = Objects.requireNonNull(dialect, "dialect");
      return this;
    }

    /**
     * Sets by which close codes of the server (RFC 6455 §7.4) the stream ends with an error, rather
     * than reconnects. Whatever is set: 1000 ends the stream in good order, and after 1002, 1003,
     * 1007, 1009 and 1010, which say that the protocol is broken, it is retried as after any broken
     * answer.
     *
     * @param codes 1008 alone by default; none is allowed
     * @throws IllegalArgumentException if one is not between 1001 and 4999
     */
    public Builder fatalCloseCodes(int... codes) {
      Set<Integer> set = new TreeSet<>();
      for (int code : codes) {
        if (code < 1001 || code > 4999) {
          throw new IllegalArgumentException("close code must be between 1001 and 4999: " + code);
        }
        set.add(code);
      }
      fatalCloseCodes = set;
      return this;
    }

    /**
     * Sets how many bytes of messages wait for the listener at most, each message counted with 256
     * bytes beside its content; a single message may be larger. While they wait, the server is
     * slowed down; where that lasts, the connection is left, as it could not be kept alive, and the
     * stream resumes once they are delivered.
     *
     * @param bufferBytes 1 MiB (1,048,576) by default
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder bufferBytes(int bufferBytes) {
      if (bufferBytes < 1) {
        throw new IllegalArgumentException("bufferBytes must be 1 or more: " + bufferBytes);
      }
      this.bufferBytes = bufferBytes;
      return this;
    }

    /** Returns the settings. */
    public WebSocketSettings build() {
      return new WebSocketSettings(this);
    }
  }
}
