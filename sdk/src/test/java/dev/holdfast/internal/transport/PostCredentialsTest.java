package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Credentials;
import dev.holdfast.CredentialsProvider;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.internal.sim.World;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Messages whose app takes its time to say what to authenticate with, in simulated time. */
class PostCredentialsTest {
  private final World world = new World(5);
  private final List<PostEnd> ends = new ArrayList<>();

  private Poster.Posting post(CredentialsProvider app) {
    // Nobody listens there: one that goes out after all has an end of its own.
    StreamRequest request = StreamRequest.builder("http://127.0.0.1:1/").credentials(app).build();
    HttpClients clients = new HttpClients(new OkHttpClient(), world, world);
    PostSender sender = new PostSender(clients, 0, world.environment(), request);
    return sender.post(OutgoingMessage.text("m", "text"), false, ends::add);
  }

  @Test
  void whatIsSaidAfterAMinuteSendsNothing() {
    post(
        any -> {
          world.run(61_000);
          assertThat(ends).hasSize(1);
          return Credentials.none();
        });
    world.run(120_000);
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).cause().reason()).isEqualTo(Reason.CREDENTIALS_UNAVAILABLE);
    assertThat(ends.get(0).mayRetry()).isTrue();
    assertThat(world.pending()).isZero();
  }

  @Test
  void oneThatIsCancelledMeanwhileEndsOnceAndAtOnce() {
    List<Poster.Posting> posting = new ArrayList<>();
    posting.add(
        post(
            any -> {
              posting.get(0).cancel();
              posting.get(0).cancel();
              world.run(1);
              return Credentials.none();
            }));
    world.run(120_000);
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).cause()).hasMessageStartingWith("cancelled");
    assertThat(world.pending()).isZero();
  }
}
