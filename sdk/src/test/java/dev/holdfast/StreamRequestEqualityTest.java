package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which requests are equal: what decides who may share a stream. */
class StreamRequestEqualityTest {
  private static final String URL = "http://example.com/";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final CursorStore STORE = CursorStore.inMemory();
  private static final Executor EXECUTOR = Runnable::run;
  private static final Executor OTHER = Runnable::run;
  private static final Function<StreamEvent, String> KEY = StreamEvent::type;
  private static final CredentialsProvider PROVIDER = any -> Credentials.none();

  private static StreamRequest.Builder request() {
    return StreamRequest.builder(URL);
  }

  /** Everything that can be set, with other values than the defaults, made anew at each call. */
  static List<UnaryOperator<StreamRequest.Builder>> settings() {
    List<UnaryOperator<StreamRequest.Builder>> all = new ArrayList<>();
    all.add(b -> b.url(URL + "other"));
    all.add(b -> b.header("A", "1"));
    all.add(b -> b.method("DELETE", null, null).transports(TransportType.SSE));
    all.add(b -> b.post("body", "text/plain").transports(TransportType.SSE));
    all.add(b -> b.lastEventId("1"));
    all.add(b -> b.cursorStore(STORE, "a"));
    all.add(b -> b.cursorStore(STORE, "b"));
    all.add(b -> b.cursorStore(STORE, "a", CursorSaving.everyEvent()));
    all.add(b -> b.transports(TransportType.LONG_POLL));
    all.add(b -> b.longPoll(LongPoll.builder().url(URL + "poll").build()));
    all.add(b -> b.longPoll(LongPoll.builder().hold(Duration.ofSeconds(1)).build()));
    all.add(b -> b.longPoll(LongPoll.builder().interval(Duration.ofSeconds(1)).build()));
    all.add(
        b ->
            b.longPoll(
                LongPoll.builder().dialect(dev.holdfast.dialect.LongPollDialect.nchan()).build()));
    all.add(b -> b.sending(SendSettings.builder().url(URL + "send").build()));
    all.add(b -> b.sending(SendSettings.builder().maxMessages(1).build()));
    all.add(b -> b.sending(SendSettings.builder().maxBytes(1).build()));
    all.add(b -> b.sending(SendSettings.builder().whenFull(SendSettings.FullPolicy.BLOCK).build()));
    all.add(b -> b.sending(SendSettings.builder().ackTimeout(Duration.ofSeconds(1)).build()));
    all.add(b -> b.sending(SendSettings.builder().upgradeGrace(Duration.ZERO).build()));
    all.add(b -> b.sending(SendSettings.builder().mapper(MAPPER).build()));
    all.add(b -> b.backoff(Backoff.builder().base(Duration.ofMillis(501)).build()));
    all.add(b -> b.backoff(Backoff.builder().cap(Duration.ofMinutes(1)).build()));
    all.add(b -> b.backoff(Backoff.builder().floor(Duration.ofMillis(1)).build()));
    all.add(b -> b.backoff(Backoff.builder().maxAttempts(3).build()));
    all.add(b -> b.backoff(Backoff.builder().maxAttemptsUntilOpen(3).build()));
    all.add(b -> b.backoff(Backoff.builder().maxElapsed(Duration.ofHours(1)).build()));
    all.add(b -> b.backoff(Backoff.builder().reconnect(false).build()));
    all.add(b -> b.responseTimeout(Duration.ofSeconds(1)));
    all.add(b -> b.proofTimeout(Duration.ofSeconds(1)));
    all.add(b -> b.maxEventBytes(5_000));
    all.add(b -> b.heartbeat(HeartbeatPolicy.fixed(Duration.ofSeconds(1))));
    all.add(b -> b.maxConnectionAge(Duration.ofSeconds(1)));
    all.add(b -> b.overlap(false));
    all.add(b -> b.resumeCheck(ResumeCheck.ANCHORED));
    all.add(b -> b.listenerFailures(ListenerFailurePolicy.close()));
    all.add(b -> b.listenerFailures(ListenerFailurePolicy.skip().withRetries(1)));
    all.add(b -> b.eventTypes("a", "b"));
    all.add(b -> b.share());
    all.add(b -> b.delivery(DeliverySettings.on(EXECUTOR)));
    all.add(b -> b.delivery(DeliverySettings.on(OTHER).buffer(1, 1)));
    all.add(b -> b.delivery(DeliverySettings.on(OTHER).overflow(OverflowPolicy.conflate(KEY))));
    all.add(b -> b.delivery(DeliverySettings.inline().manualAck()));
    all.add(b -> b.credentials(PROVIDER));
    return all;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void eachSettingCounts(UnaryOperator<StreamRequest.Builder> setting) {
    StreamRequest set = setting.apply(request()).build();
    StreamRequest again = setting.apply(request()).build();
    assertThat(set).isNotEqualTo(request().build());
    assertThat(set).isEqualTo(again).hasSameHashCodeAs(again);
    assertThat(set.newBuilder().build()).isEqualTo(set);
    for (UnaryOperator<StreamRequest.Builder> other : settings()) {
      if (!other.getClass().equals(setting.getClass())) {
        assertThat(set).isNotEqualTo(other.apply(request()).build());
      }
    }
  }

  /** A setting that is new is one of those that decide, too, or has a reason here. */
  @Test
  void noSettingIsForgotten() {
    long fields =
        Arrays.stream(StreamSettings.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
            .map(Field::getName)
            .count();
    assertThat(new StreamSettings().values()).hasSize((int) fields);
  }

  /** Who shares a stream is known to the server as the one that opened it. */
  @Test
  void aProviderIsEqualToItselfAloneWhateverItSays() {
    class Equal implements CredentialsProvider {
      @Override
      public Credentials credentials(CredentialsRequest any) {
        return Credentials.none();
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Equal;
      }

      @Override
      public int hashCode() {
        return 1;
      }
    }

    CredentialsProvider one = new Equal();
    assertThat(request().credentials(one).build())
        .isEqualTo(request().credentials(one).build())
        .isNotEqualTo(request().credentials(new Equal()).build());
    assertThat(request().credentials(one).credentials(null).build()).isEqualTo(request().build());
  }

  @Test
  void aStoreCountsByIdentity() {
    assertThat(request().cursorStore(new EqualStore(1), "a").build())
        .isNotEqualTo(request().cursorStore(new EqualStore(1), "a").build());
  }

  private record EqualStore(int number) implements CursorStore {
    @Override
    public String load(String stream) {
      return null;
    }

    @Override
    public void save(String stream, String cursor) {}
  }

  @Test
  void anExecutorIsEqualToItselfAlone() {
    StreamRequest on = request().delivery(DeliverySettings.on(EXECUTOR)).build();
    assertThat(request().delivery(DeliverySettings.on(OTHER)).build()).isNotEqualTo(on);
    assertThat(request().delivery(DeliverySettings.on(EXECUTOR).buffer(7, 7)).build())
        .isNotEqualTo(on);
    assertThat(request().delivery(DeliverySettings.on(EXECUTOR).manualAck(1)).build())
        .isNotEqualTo(request().delivery(DeliverySettings.on(EXECUTOR).manualAck(2)).build());
    assertThat(OverflowPolicy.conflate(KEY))
        .isEqualTo(OverflowPolicy.conflate(KEY))
        .isNotEqualTo(OverflowPolicy.conflate(event -> "k"))
        .isNotEqualTo(OverflowPolicy.block());
  }

  @Test
  void theOrderOfEventTypesIsNone() {
    assertThat(request().eventTypes("a", "b").build())
        .isEqualTo(request().eventTypes("b", "a", "a").build());
    assertThat(request().eventTypes("a").eventTypes().build()).isEqualTo(request().build());
  }
}
