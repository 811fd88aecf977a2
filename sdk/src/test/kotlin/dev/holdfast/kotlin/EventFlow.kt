package dev.holdfast.kotlin

import dev.holdfast.StreamClient
import dev.holdfast.StreamEvent
import dev.holdfast.StreamException
import dev.holdfast.StreamListener
import dev.holdfast.StreamRequest
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.channels.trySendBlocking
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow

/** Each collection is a stream of its own, which ends with it. */
fun StreamClient.events(request: StreamRequest): Flow<StreamEvent> = callbackFlow {
    val listener = object : StreamListener {
        override fun onEvent(event: StreamEvent) {
            trySendBlocking(event) // While the flow's buffer is full, the stream reads no further.
        }

        override fun onClosed(cause: StreamException?) {
            close(cause)
        }
    }
    val subscription = subscribe(request, listener)
    awaitClose { subscription.cancel() }
}
