package dev.holdfast.kotlin

import dev.holdfast.CursorSaving
import dev.holdfast.CursorStore
import dev.holdfast.DeliverySettings
import dev.holdfast.StreamException
import dev.holdfast.testkit.Fault
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** The flow that docs/guide.md shows. */
@Timeout(60)
class EventFlowTest : KotlinServer() {
    @Test
    fun hasEachEventOnceThroughACutAndEndsWithTheStream() = suspending {
        publish(1..500)
        log.enqueue(Fault.cutAfterBytes(1_000))
        log.end()
        val all = withTimeout(wait.toMillis()) { client.events(request().build()).map { it.data() }.toList() }
        assertThat(all).isEqualTo((1..500).map { "$it" })
    }

    @Test
    fun endsTheStreamWhenItsCollectorHasEnough() = suspending {
        publish(1..10)
        val some = client.events(request().build()).take(3).map { it.data() }.toList()
        assertThat(some).containsExactly("1", "2", "3")
        log.awaitSubscribers(0, wait)
    }

    @Test
    fun endsTheStreamWhenItsCollectorIsCancelledAlsoWhileTheListenerWaitsForRoom() = suspending {
        publish(1..1_000)
        val first = CompletableDeferred<Unit>()
        val never = CompletableDeferred<Unit>()
        val collector = launch(Dispatchers.Default) {
            client.events(request().build()).collect {
                first.complete(Unit)
                never.await()
            }
        }
        first.await()
        collector.cancel()
        collector.join()
        log.awaitSubscribers(0, wait)
    }

    @Test
    fun holdsNoMoreThanItsBufferWhileItsCollectorIsSlow() = suspending {
        publish(1..1_000)
        val taken = AtomicInteger()
        val full = CompletableDeferred<Unit>()
        val tooMany = CompletableDeferred<Int>()
        val store = Positions { handedOver ->
            if (handedOver == 9) full.complete(Unit)
            if (handedOver > taken.get() + 9) tooMany.complete(handedOver)
        }
        val request = request().cursorStore(store, "prices", CursorSaving.everyEvent()).build()
        val all =
            client.events(request, 8)
                .take(1_000)
                .onEach {
                    if (taken.incrementAndGet() == 1) {
                        full.await()
                        assertThat(withTimeoutOrNull(100) { tooMany.await() }).isNull()
                    }
                }
                .map { it.data() }
                .toList()
        assertThat(all).isEqualTo((1..1_000).map { "$it" })
        assertThat(tooMany.isCompleted).isFalse()
    }

    @Test
    fun failsWithWhatClosedTheStream() = suspending {
        log.enqueue(Fault.status(404))
        val failure = runCatching { client.events(request().build()).first() }.exceptionOrNull()
        assertThat(failure).isInstanceOf(StreamException::class.java)
    }

    @Test
    fun keepsThePositionOfWhatItsCollectorHasAcknowledged() = suspending {
        publish(1..10)
        val saved = LinkedBlockingQueue<Int>()
        val request =
            request()
                .delivery(DeliverySettings.inline().manualAck())
                .cursorStore(Positions { saved += it }, "prices")
                .build()
        client.events(request).onEach { it.ack() }.take(3).collect { }
        assertThat(saved.next()).isEqualTo(3)
    }

    private class Positions(private val saved: (Int) -> Unit) : CursorStore {
        override fun load(stream: String): String? = null

        override fun save(stream: String, cursor: String?) {
            cursor?.let { saved(it.toInt()) }
        }
    }
}
