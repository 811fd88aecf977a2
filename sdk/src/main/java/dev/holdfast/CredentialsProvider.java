package dev.holdfast;

/**
 * Says what a stream is to authenticate with: asked before every attempt to connect, of whatever
 * transport, and before every message that goes by POST. A poll loop is one attempt, however many
 * polls it makes.
 *
 * <p>It is called on a reader thread, and may block there: to read a file, to call a token
 * endpoint. That delays its own stream alone, whose {@link Diagnostics#heldBy} says so; no deadline
 * of an attempt runs meanwhile. After 60 s it is not waited for any longer: that counts as a
 * failure. Its thread is not interrupted, so whatever it waits for should have a time limit of its
 * own.
 *
 * <p>What it throws, a null, and that it takes too long are {@link
 * StreamException.Reason#CREDENTIALS_UNAVAILABLE}: the stream tries again as after other failures
 * ({@link Backoff}), and is not closed by it unless a limit says so. What is thrown is the cause of
 * that exception, which is shown by its class alone: a message may quote a secret. The message of a
 * {@link StreamException} is shown as it is.
 *
 * <p>When the server refuses what it returned (401, 403, 407), it is asked once more, {@link
 * CredentialsRequest.Why#REJECTED}; when it refuses that as well, the stream closes with {@link
 * StreamException.Reason#CREDENTIALS_REFUSED}. A connection that is accepted in between ends the
 * count. A message that goes by POST is rejected by its second refusal, and the stream goes on.
 *
 * <p>Before what it returned expires, it is asked again, {@link CredentialsRequest.Why#EXPIRING},
 * for a connection that takes the place of the one that there is, without a gap.
 *
 * <p>One provider may serve several streams, and is called concurrently then; a channel's stream
 * and its messages ask concurrently, too.
 */
@FunctionalInterface
public interface CredentialsProvider {
  /**
   * Returns the credentials for one request. They are sent to the URL that this request is for,
   * whichever of those that the {@link StreamRequest} names, and to no other origin that a redirect
   * leads to.
   *
   * @throws Exception if there are none for now
   */
  Credentials credentials(CredentialsRequest request) throws Exception;
}
