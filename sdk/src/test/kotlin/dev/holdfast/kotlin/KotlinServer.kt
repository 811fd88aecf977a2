package dev.holdfast.kotlin

import dev.holdfast.Backoff
import dev.holdfast.StreamClient
import dev.holdfast.StreamRequest
import dev.holdfast.TransportType
import dev.holdfast.testkit.EventLog
import dev.holdfast.testkit.StreamServer
import java.time.Duration
import java.util.concurrent.BlockingQueue
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertNotNull

/** A server with one stream and a client, for tests that are written as an app in Kotlin is. */
abstract class KotlinServer {
    protected val wait: Duration = Duration.ofSeconds(10)
    protected val server: StreamServer = StreamServer.builder().start()
    protected val log: EventLog = server.stream("/events").startFromBeginning()
    protected val client: StreamClient = StreamClient.create()

    @AfterEach
    fun closeBoth() {
        client.close()
        server.close()
    }

    protected fun request(): StreamRequest.Builder =
        StreamRequest.builder(server.url("/events"))
            .transports(TransportType.SSE)
            .backoff(Backoff.builder().base(Duration.ofMillis(5)).floor(Duration.ZERO).build())

    protected fun publish(numbers: IntRange) = numbers.forEach { log.publish("$it") }

    /** A test that waits without a thread. Returns nothing, as JUnit passes over tests that do. */
    protected fun suspending(test: suspend CoroutineScope.() -> Unit): Unit = runBlocking { test() }

    /** What comes next; fails after ten seconds. */
    protected fun <T : Any> BlockingQueue<T>.next(): T {
        val next: T? = poll(wait.toMillis(), TimeUnit.MILLISECONDS)
        assertNotNull(next, "nothing came in time")
        return checkNotNull(next)
    }
}
