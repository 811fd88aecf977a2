package dev.holdfast.kotlin

import dev.holdfast.StreamClient
import dev.holdfast.StreamEvent
import dev.holdfast.StreamException
import dev.holdfast.StreamListener
import dev.holdfast.StreamRequest
import java.util.concurrent.Semaphore
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.onEach

/** Each collection is a stream of its own, which ends with it. */
fun StreamClient.events(request: StreamRequest, buffer: Int = 64): Flow<StreamEvent> = flow {
    val room = Semaphore(buffer)
    val events = callbackFlow {
        val listener = object : StreamListener {
            override fun onEvent(event: StreamEvent) {
                room.acquire() // While the buffer is full, the stream reads no further.
                trySend(event).getOrThrow()
            }

            override fun onClosed(cause: StreamException?) {
                close(cause)
            }
        }
        val subscription = subscribe(request, listener)
        awaitClose {
            subscription.cancel()
            room.release(Int.MAX_VALUE / 2) // Nobody waits for room any more.
        }
    }
    emitAll(events.buffer(Channel.UNLIMITED).onEach { room.release() })
}
