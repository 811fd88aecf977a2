package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Credentials;
import dev.holdfast.CredentialsProvider;
import dev.holdfast.CredentialsRequest;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import dev.holdfast.internal.loop.SerialContext;
import dev.holdfast.internal.transport.CredentialSource;
import dev.holdfast.internal.transport.CredentialedTransports;
import dev.holdfast.internal.transport.Transports;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A stream whose app is asked for credentials, in simulated time. */
abstract class CredentialScript extends StreamScript implements CredentialsProvider {
  /** What the app was asked: why, and what had been refused. */
  final List<String> asked = new ArrayList<>();

  /** What the app says next; after these it has a token without an expiry, numbered. */
  final Deque<CredentialsProvider> answers = new ArrayDeque<>();

  private final List<AssertionError> wrong = new ArrayList<>();
  private int tokens;

  CredentialScript() {
    request = request.newBuilder().credentials(this).build();
  }

  @Override
  Transports transports() {
    CredentialSource source = CredentialSource.of(request, world.environment());
    return CredentialedTransports.of(behind(source), source);
  }

  Transports behind(CredentialSource source) {
    return transport;
  }

  @Override
  public Credentials credentials(CredentialsRequest question) throws Exception {
    try {
      return answer(question);
    } catch (AssertionError e) {
      // What an app throws is contained, this included.
      wrong.add(e);
      throw e;
    }
  }

  private Credentials answer(CredentialsRequest question) throws Exception {
    assertThat(Arrays.stream(new Throwable().getStackTrace()).map(StackTraceElement::getClassName))
        .as("not in the serial context")
        .noneMatch(name -> name.startsWith(SerialContext.class.getName()));
    Credentials refused = question.refused();
    asked.add(question.why() + (refused == null ? "" : " " + token(refused)));
    CredentialsProvider next = answers.poll();
    return next == null ? Credentials.bearer("t" + ++tokens) : next.credentials(question);
  }

  @AfterEach
  void nothingWasWrongInTheApp() {
    assertThat(wrong).isEmpty();
  }

  static String token(Credentials credentials) {
    return credentials.headers().get("Authorization").substring("Bearer ".length());
  }

  /** What an attempt authenticates with. */
  static String token(Line line) {
    return token(line.spec.grant().credentials());
  }

  /** The app answers with a token that lives so long from then on. */
  CredentialsProvider living(String token, long millis) {
    return any ->
        Credentials.bearer(token).withExpiry(Instant.ofEpochMilli(world.wallMillis() + millis));
  }

  /** The app takes that long, while everything else goes on. */
  CredentialsProvider after(long millis, CredentialsProvider then) {
    return question -> {
      world.run(millis);
      return then.credentials(question);
    };
  }

  static CredentialsProvider throwing(Throwable failure) {
    return any -> {
      if (failure instanceof Error) {
        throw (Error) failure;
      }
      throw (Exception) failure;
    };
  }

  void asked(String... expected) {
    assertThat(asked).containsExactly(expected);
    asked.clear();
  }

  /** The next attempt, once there is one; what leads to it may take the app's time. */
  Line next(long millis) {
    int before = transport.lines.size();
    assertThat(world.runUntil(() -> transport.lines.size() > before, millis)).isTrue();
    return transport.last();
  }

  static void refuse(Line line) {
    line.ends(Verdict.REJECTED, Reason.CREDENTIALS_REFUSED, 401);
  }

  long seconds(long seconds) {
    return TimeUnit.SECONDS.toMillis(seconds);
  }
}
