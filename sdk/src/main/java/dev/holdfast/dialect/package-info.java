/**
 * How families of servers word long polling: the dialects that there are, and the way to add one.
 *
 * <p>To poll a server that speaks none of the {@linkplain
 * dev.holdfast.dialect.LongPollDialect#standard() two} {@linkplain
 * dev.holdfast.dialect.LongPollDialect#nchan() built in}, implement {@link
 * dev.holdfast.dialect.LongPollDialect} and name it in {@link dev.holdfast.LongPoll}. Two methods
 * are all that it takes:
 *
 * <pre>{@code
 * final class Feed implements LongPollDialect {
 *   public HttpUrl url(HttpUrl url, String cursor, Duration hold) {
 *     return cursor == null ? url : url.newBuilder().setQueryParameter("since", cursor).build();
 *   }
 *
 *   public PollAnswer read(PollResponse response) throws IOException {
 *     String position = response.headers().get("X-Position");
 *     if (position == null) {
 *       return null; // a page of some proxy
 *     }
 *     DialectEvent event = DialectEvent.of(position, null, response.text());
 *     return PollAnswer.builder().event(event).build();
 *   }
 * }
 * }</pre>
 *
 * <p><b>What is yours, and what is not.</b> A dialect says where to ask and what an answer means.
 * Holdfast sends, paces, retries, follows redirects, adds the stream's headers and {@code
 * Last-Event-ID}, judges every status but 200, drops what a server repeats, and keeps the position.
 * A position that cannot be sent (with a line end or NUL in it, or of more than 4 KiB) is not asked
 * from, wherever it comes from.
 *
 * <p><b>Events.</b> An event's identifier is also the position after it. Where a server's positions
 * are others, leave identifiers null or as they are, and set {@link
 * dev.holdfast.dialect.PollAnswer.Builder#nextCursor nextCursor}. An answer without events is a
 * normal answer, and may move the position all the same. If the server says that events are lost,
 * say so with {@link dev.holdfast.dialect.PollAnswer.Builder#gap gap}.
 *
 * <p><b>Null or an exception.</b> Return null for what this server would never say: a page, another
 * protocol, a missing header that is always there. It means that long polling is not offered here,
 * and another transport is tried. Throw an {@link java.io.IOException} for an answer of this server
 * that cannot be read: it fails the attempt, and the poll is repeated after a pause. Its message
 * appears in logs: say what is wrong and where, and quote nothing of the payload. The messages of
 * many JSON libraries do quote it.
 *
 * <p><b>The body is read when you ask for it</b>, {@link dev.holdfast.dialect.PollResponse#body()
 * once}, on the reader's thread, and never beyond the stream's bound. Decide by the headers first:
 * a response of another kind may have no end. Let what {@code body()} throws go through.
 *
 * <p><b>Threads.</b> One dialect serves many streams at once, from their reader threads; keep no
 * state in it. It may take its time and may throw, runtime exceptions included: that is contained,
 * and costs the attempt it happens in. It must not keep the response beyond the call.
 *
 * <p>To test a dialect, hand it a {@link dev.holdfast.dialect.PollResponse}, which needs no server.
 */
@NullMarked
package dev.holdfast.dialect;

import org.jspecify.annotations.NullMarked;
