package dev.holdfast.internal.connection;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.transport.AttemptEnd;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a connection while a stream has it: its proof, its silence, its age, its
 * credentials, and the better transports that may work again. Confined to the stream's serial
 * context.
 */
final class Upkeep implements Beside {
  private final Overlap overlap;
  private final ProofWatch proof;
  private final SilenceWatch silence;
  private final Renewal renewal;
  private final CredentialWatch credentials;
  private Uplink uplink = Uplink.NONE;

  Upkeep(
      Supervisor supervisor,
      Environment env,
      StreamRequest request,
      Negotiator negotiator,
      TransportMemory memory) {
    this.overlap = new Overlap(request.overlap());
    this.proof = new ProofWatch(supervisor, env, request, negotiator, memory, overlap);
    this.silence = new SilenceWatch(supervisor, env, request, overlap);
    this.renewal = new Renewal(supervisor, env, request, negotiator, memory, overlap);
    this.credentials = new CredentialWatch(supervisor, env, overlap);
  }

  Uplink uplink() {
    return uplink;
  }

  /** Sets what is told of the connection as well: what the stream sends. Before it starts. */
  void uplink(Uplink own) {
    uplink = own;
  }

  /** The stream has this connection, or tries to. */
  void active(Link link) {
    stop();
    proof.began(link);
    silence.began(link);
    if (link.isOpen()) {
      renewal.opened(link);
      credentials.opened(link);
    }
    uplink.active(link);
  }

  /** The request of the stream's connection goes out. */
  void sent() {
    uplink.look();
  }

  /** The stream's connection had to wait for its turn: its time begins now. */
  void letIn(Link link) {
    proof.began(link);
  }

  /** The stream's connection was accepted. */
  void opened(Link link) {
    renewal.opened(link);
    credentials.opened(link);
    uplink.look();
  }

  /** The stream's connection carries data. */
  void proven(Link link) {
    proof.proven(link);
    renewal.opened(link);
  }

  /** The stream's connection brought a comment after so long a silence. */
  void comment(long idleNanos) {
    silence.comment(idleNanos);
  }

  /** The stream's connection brought a new event. */
  void delivered() {
    silence.event();
  }

  /** The network is another one: what was refused or in doubt there may not be here. */
  void networkChanged() {
    proof.networkChanged();
    renewal.networkChanged();
    uplink.networkChanged();
  }

  /** Whether the server lets the stream have two connections, as far as is known. */
  boolean mayOverlap() {
    return overlap.isAllowed();
  }

  /** The stream has no connection. */
  void stop() {
    proof.stop();
    silence.stop();
    renewal.stop();
    credentials.stop();
    uplink.inactive();
  }

  /** The stream's connection ended by itself while there was this candidate, or none. */
  void activeEnded(Link link, AttemptEnd end, @Nullable Link candidate) {
    silence.activeEnded(link, candidate);
    renewal.ended(link, end);
  }

  // ---- What candidates show.

  @Override
  public void challenged(Link eventStream, Link poll) {
    proof.challenged(eventStream, poll);
  }

  @Override
  public void challengeLost(Link eventStream) {
    proof.challengeLost(eventStream);
  }

  @Override
  public boolean activeBrokeItsRhythm() {
    return silence.isRhythmBroken();
  }

  @Override
  public void activeStays() {
    overlap.worked();
    silence.foundHealthy();
  }

  @Override
  public void activeWasDead() {
    silence.foundDead();
  }

  /** By what to find out whether a silent connection is alive. */
  TransportType verifiesBy(Link link) {
    boolean polls = link.type == TransportType.SSE && silence.wasDeadBefore() && proof.mayPoll();
    return polls ? TransportType.LONG_POLL : link.type;
  }

  @Override
  public boolean mayBeMuted(Link candidate) {
    return candidate.type == TransportType.LONG_POLL && proof.isEventStreamActive();
  }

  @Override
  public boolean mayPollInstead(Link candidate) {
    return candidate.type == TransportType.SSE && proof.mayPoll();
  }

  @Override
  public void candidateFailed(Link candidate, Purpose purpose, AttemptEnd end) {
    switch (purpose) {
      case PROBE:
        proof.probeFailed(end);
        break;
      case VERIFY:
        proof.learnFrom(candidate, end);
        silence.notFound();
        break;
      default:
        renewal.failed(candidate, end);
        proof.lookOn();
        break;
    }
    uplink.look();
  }
}
