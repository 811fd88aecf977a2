package dev.holdfast;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.internal.Redaction;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** How a channel sends. Immutable. */
public final class SendSettings {
  /** The stream's own URL, 1,000 messages, 8 MiB, and a send that fails when there are more. */
  public static final SendSettings DEFAULT = builder().build();

  /** What a send does when the outbox is full. */
  public enum FullPolicy {
    /** It fails at once, with {@link StreamException.Reason#OUTBOX_FULL}. */
    FAIL,
    /**
     * It waits for room, on the calling thread, until the channel closes. In a callback of the
     * channel's listener, which acknowledgements wait for, it fails as with {@link #FAIL}; so it
     * does with a message that is larger than the outbox. An interrupt makes it fail, too.
     */
    BLOCK
  }

  private final @Nullable HttpUrl url;
  private final int maxMessages;
  private final long maxBytes;
  private final FullPolicy whenFull;
  private final Duration ackTimeout;
  private final Duration upgradeGrace;
  private final @Nullable ObjectMapper mapper;

  private SendSettings(Builder builder) {
    this.url = builder.url;
    this.maxMessages = builder.maxMessages;
    this.maxBytes = builder.maxBytes;
    this.whenFull = builder.whenFull;
    this.ackTimeout = builder.ackTimeout;
    this.upgradeGrace = builder.upgradeGrace;
    this.mapper = builder.mapper;
  }

  /** Returns a builder with the default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns where to POST, or null for the stream's own URL. */
  public @Nullable HttpUrl url() {
    return url;
  }

  /** Returns how many messages may wait for their fate. */
  public int maxMessages() {
    return maxMessages;
  }

  /** Returns how many bytes the messages that wait for their fate may have together. */
  public long maxBytes() {
    return maxBytes;
  }

  /** Returns what a send does when the outbox is full. */
  public FullPolicy whenFull() {
    return whenFull;
  }

  /** Returns how long the server may take to acknowledge a message before it is sent again. */
  public Duration ackTimeout() {
    return ackTimeout;
  }

  /** Returns how long messages wait for the upgrade to WebSocket before they go by POST. */
  public Duration upgradeGrace() {
    return upgradeGrace;
  }

  /** Returns what writes objects as JSON, or null for Jackson's with its default settings. */
  public @Nullable ObjectMapper mapper() {
    return mapper;
  }

  /** Whether both say the same; of mappers, whether it is the same one. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof SendSettings)) {
      return false;
    }
    SendSettings that = (SendSettings) other;
    return Objects.equals(url, that.url)
        && maxMessages == that.maxMessages
        && maxBytes == that.maxBytes
        && whenFull == that.whenFull
        && ackTimeout.equals(that.ackTimeout)
        && upgradeGrace.equals(that.upgradeGrace)
        && mapper == that.mapper;
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, maxMessages, maxBytes, whenFull, ackTimeout, upgradeGrace, mapper);
  }

  /** Returns the settings, without what may be secret in the URL. */
  @Override
  public String toString() {
    return "SendSettings{"
        + (url == null ? "" : Redaction.url(url) + ", ")
        + "maxMessages="
        + maxMessages
        + ", maxBytes="
        + maxBytes
        + ", whenFull="
        + whenFull
        + ", ackTimeout="
        + ackTimeout
        + ", upgradeGrace="
        + upgradeGrace
        + "}";
  }

  /** Builds {@link SendSettings}. Each setting fails at once on a value that cannot work. */
  public static final class Builder {
    private @Nullable HttpUrl url;
    private int maxMessages = 1_000;
    private long maxBytes = 8L << 20;
    private FullPolicy whenFull = FullPolicy.FAIL;
    private Duration ackTimeout = Duration.ofSeconds(30);
    private Duration upgradeGrace = Duration.ofSeconds(2);
    private @Nullable ObjectMapper mapper;

    private Builder() {}

    /**
     * Sets where to POST, if that is not the stream's own URL. The stream's headers go there.
     *
     * @throws IllegalArgumentException if it is no {@code http} or {@code https} URL
     */
    public Builder url(String url) {
      return url(StreamSettings.parse(url));
    }

    /** Sets where to POST, if that is not the stream's own URL. The stream's headers go there. */
    public Builder url(HttpUrl url) {
      this.url = Objects.requireNonNull(url, "url");
      return this;
    }

    /**
     * Sets how many messages may wait for their fate.
     *
     * @param maxMessages 1,000 by default
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxMessages(int maxMessages) {
      if (maxMessages < 1) {
        throw new IllegalArgumentException("maxMessages must be 1 or more: " + maxMessages);
      }
      this.maxMessages = maxMessages;
      return this;
    }

    /**
     * Sets how many bytes, in UTF-8, the messages that wait for their fate may have together, and
     * so the largest message.
     *
     * @param maxBytes 8 MiB (8,388,608) by default
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxBytes(long maxBytes) {
      if (maxBytes < 1) {
        throw new IllegalArgumentException("maxBytes must be 1 or more: " + maxBytes);
      }
      this.maxBytes = maxBytes;
      return this;
    }

    /** Sets what a send does when the outbox is full; {@link FullPolicy#FAIL} by default. */
    public Builder whenFull(FullPolicy whenFull) {
      this.whenFull = Objects.requireNonNull(whenFull, "whenFull");
      return this;
    }

    /**
     * Sets how long the server may take to acknowledge a message on a WebSocket that lives, before
     * it is sent again; and to answer a POST, all of which has gone out, before that is given up
     * and repeated.
     *
     * @param ackTimeout 30 s by default
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder ackTimeout(Duration ackTimeout) {
      if (StreamSettings.notNegative("ackTimeout", ackTimeout).isZero()) {
        throw new IllegalArgumentException("ackTimeout must be positive: " + ackTimeout);
      }
      this.ackTimeout = ackTimeout;
      return this;
    }

    /**
     * Sets how long messages wait for the upgrade to WebSocket, once the channel receives by other
     * means, before they go by POST. Where WebSocket is known to be blocked they do not wait.
     *
     * @param upgradeGrace 2 s by default; zero does not wait
     * @throws IllegalArgumentException if it is negative
     */
    public Builder upgradeGrace(Duration upgradeGrace) {
      this.upgradeGrace = StreamSettings.notNegative("upgradeGrace", upgradeGrace);
      return this;
    }

    /**
     * Sets what {@link Channel#send(Object)} writes objects by; Jackson's {@code ObjectMapper} with
     * its default settings, by default. It is neither copied nor changed.
     */
    public Builder mapper(ObjectMapper mapper) {
      this.mapper = Objects.requireNonNull(mapper, "mapper");
      return this;
    }

    /** Returns the settings. */
    public SendSettings build() {
      return new SendSettings(this);
    }
  }
}
