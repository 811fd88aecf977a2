package dev.holdfast.kotlin

import com.fasterxml.jackson.core.type.TypeReference
import com.fasterxml.jackson.module.kotlin.kotlinModule
import dev.holdfast.ConnectionInfo
import dev.holdfast.Credentials
import dev.holdfast.CursorStore
import dev.holdfast.DeliverySettings
import dev.holdfast.EventDecodingException
import dev.holdfast.OverflowPolicy
import dev.holdfast.PayloadPolicy
import dev.holdfast.Receipt
import dev.holdfast.StreamEvent
import dev.holdfast.StreamException
import dev.holdfast.StreamListener
import dev.holdfast.json.JsonEvents
import dev.holdfast.testkit.Fault
import java.time.Duration
import java.util.concurrent.LinkedBlockingQueue
import kotlin.reflect.KType
import kotlin.reflect.typeOf
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** The API as an app in Kotlin uses it: no cast, no `!!`, and no warning of the compiler. */
@Timeout(60)
class KotlinTest : KotlinServer() {
    data class Trade(val symbol: String, val price: Double, val venue: String? = null)

    private val heard = LinkedBlockingQueue<String>()

    @Test
    fun aLambdaListens() {
        publish(1..3)
        val subscription = client.subscribe(request().build()) { heard += it.data() }
        assertThat(List(3) { heard.next() }).containsExactly("1", "2", "3")
        log.end()
        subscription.awaitClosed()
        assertThat(subscription.lastEventId()).isEqualTo("3")
        assertThat(subscription.closeCause()).isNull()
    }

    @Test
    fun anObjectHearsMore() {
        log.enqueue(Fault.status(404))
        val listener = object : StreamListener {
            override fun onEvent(event: StreamEvent) = Unit

            override fun onOpen(connection: ConnectionInfo) {
                heard += "open"
            }

            override fun onClosed(cause: StreamException?) {
                heard += cause?.reason()?.name ?: "in good order"
            }
        }
        client.subscribe(request().build(), listener)
        assertThat(heard.next()).isEqualTo("HTTP_STATUS")
    }

    /** What the compiler takes an expression for. A type that may or may not be null has no mark. */
    private inline fun <reified T> staticType(@Suppress("UNUSED_PARAMETER") value: T): KType = typeOf<T>()

    @Test
    fun whatMayBeNullIsNullableToTheCompiler() {
        log.raw("data: without an id\n\n".toByteArray())
        client.stream(request().build()).use { events ->
            val event = events.next()
            val subscription = events.subscription()
            assertThat(
                listOf(
                    staticType(event.id()),
                    staticType(event.lastEventId()),
                    staticType(subscription.lastEventId()),
                    staticType(subscription.closeCause()),
                    staticType(subscription.request().cursorStore()),
                    staticType(events.next(Duration.ZERO)),
                ),
            ).allMatch { it.isMarkedNullable }
            assertThat(staticType(System.getProperty("none")).isMarkedNullable).isFalse()
            assertThat(staticType(event.data())).isEqualTo(typeOf<String>())
            assertThat(event.id()?.length ?: 0).isZero()
        }
    }

    @Test
    fun aDispatcherIsAnExecutorToDeliverOn() {
        publish(1..100)
        val delivery =
            DeliverySettings.on(Dispatchers.Default.asExecutor())
                .buffer(16, 1L shl 20)
                .overflow(OverflowPolicy.conflate { it.lastEventId() ?: "none" })
        client.subscribe(request().delivery(delivery).build()) { heard += it.data() }
        assertThat(List(100) { heard.next() }).isEqualTo((1..100).map { "$it" })
    }

    @Test
    fun eventsAreAskedFor() {
        publish(1..5)
        log.end()
        client.stream(request().build()).use { events ->
            assertThat(events.asSequence().map { it.data() }.toList()).containsExactly("1", "2", "3", "4", "5")
        }
    }

    private val json: JsonEvents =
        JsonEvents.builder()
            .mapper(JsonEvents.strictMapper().addModule(kotlinModule()).build())
            .onFailure(PayloadPolicy.REPORT)
            .build()

    @Test
    fun dataClassesAreRead() {
        log.publish("trade", """{"symbol":"X","price":1.5}""")
        log.publish("trade", """{"price":1.5}""")
        log.publish("list", """[{"symbol":"Y","price":2,"venue":"Z"}]""")
        val listener =
            json.on("trade", Trade::class.java) { trade, event -> heard += "${event.id()} $trade" }
                .on("list", object : TypeReference<List<Trade>>() {}) { trades, _ -> heard += "${trades.single()}" }
                .rest { event -> heard += event.type() }
        client.subscribe(request().build(), listener)
        assertThat(heard.next()).isEqualTo("1 Trade(symbol=X, price=1.5, venue=null)")
        assertThat(heard.next()).isEqualTo("Trade(symbol=Y, price=2.0, venue=Z)")
        assertThat(listener.failures()).isOne()
    }

    @Test
    fun anEventIsReadByItsType() {
        log.publish("""{"symbol":"X","price":1.5}""")
        log.publish("none")
        client.stream(request().build()).use { events ->
            assertThat(json.read<Trade>(events.next())).isEqualTo(Trade("X", 1.5))
            val failure = runCatching { json.read<Trade>(events.next()) }.exceptionOrNull()
            assertThat(failure).isInstanceOf(EventDecodingException::class.java)
        }
    }

    @Test
    fun aChannelSendsAndAwaitsItsReceipt() = suspending {
        client.open(request().build()) { event -> heard += event.data() }.let { channel ->
            val receipt: Receipt = withTimeout(wait.toMillis()) { channel.send("hello").completion().await() }
            assertThat(receipt.state()).isEqualTo(Receipt.State.ACKNOWLEDGED)
            assertThat(receipt.cause()?.message).isNull()
            channel.send(Trade("X", 1.0))
            assertThat(channel.flush(wait)).isTrue()
            channel.close(Duration.ZERO)
            assertThat(channel.awaitClosed(wait)).isTrue()
        }
    }

    @Test
    fun credentialsComeFromALambda() {
        publish(1..1)
        val request = request().credentials { Credentials.bearer("${it.url().port}") }.build()
        client.subscribe(request) { heard += it.data() }
        assertThat(heard.next()).isEqualTo("1")
        val authorization: String? = server.takeRequest(wait).header("Authorization")
        assertThat(authorization).isEqualTo("Bearer ${server.url("/").port}")
    }

    @Test
    fun aStoreIsWrittenAsAnObject() {
        publish(1..2)
        log.end()
        val store = object : CursorStore {
            override fun load(stream: String): String? = "1"

            override fun save(stream: String, cursor: String?) {
                heard += "$stream at $cursor"
            }
        }
        val subscription = client.subscribe(request().cursorStore(store, "prices").build()) { heard += it.data() }
        assertThat(subscription.awaitClosed(wait)).isTrue()
        assertThat(heard).containsExactly("2", "prices at 2")
    }
}
