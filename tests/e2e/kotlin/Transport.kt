import java.lang.reflect.Modifier
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import lexamica.Environment
import lexamica.IngestClient
import lexamica.LexamicaException
import lexamica.Mapping
import lexamica.RetryPolicy

/** A server that reads whole requests and then does what the test says with the connection. */
class Server(private val serve: (Socket, Int) -> Unit) : AutoCloseable {
    private val socket = ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))
    val url = "http://127.0.0.1:${socket.localPort}"
    val requests = CopyOnWriteArrayList<String>()

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                val connection = runCatching { socket.accept() }.getOrNull() ?: break
                thread(isDaemon = true) {
                    runCatching {
                        while (true) {
                            requests += read(connection) ?: break
                            serve(connection, requests.size)
                        }
                    }
                }
            }
        }
    }

    /** The body of the next request. */
    private fun read(connection: Socket): String? {
        val input = connection.getInputStream()
        val head = StringBuilder()
        while (!head.endsWith("\r\n\r\n")) head.append(input.read().takeIf { it >= 0 }?.toChar() ?: return null)
        val length = Regex("content-length: (\\d+)", RegexOption.IGNORE_CASE).find(head)?.groupValues?.get(1)?.toInt() ?: 0
        return String(input.readNBytes(length))
    }

    override fun close() = socket.close()
}

private fun Socket.answer(status: String, body: String, vararg headers: String) {
    val head = listOf("HTTP/1.1 $status", "Content-Type: application/json", "Content-Length: ${body.length}", *headers)
    getOutputStream().run { write((head.joinToString("\r\n") + "\r\n\r\n" + body).toByteArray()); flush() }
}

/** Closes with a reset instead of an orderly end. */
private fun Socket.reset() {
    setSoLinger(true, 0)
    close()
}

private fun client(url: String, timeout: Duration = Duration.ofSeconds(10), attempts: Int = 1) = IngestClient(
    "org-1", "pk_secret_of_ours", Environment.Custom(url),
    retry = RetryPolicy(maxAttempts = attempts, baseDelay = Duration.ofMillis(20)), timeout = timeout,
)

/** Operations with a typed method. */
private val TYPED = listOf("cases.send")

/** Operations whose typed method is still to come: a new row of the table fails until it is in one of the two. */
private val COMING = listOf(
    "cases.create_existing", "cases.create_draft", "invitations.accept", "invitations.decline", "invitations.evaluate",
    "invitations.contact_attempted", "invitations.consult_complete", "updates.post", "files.upload",
    "files.upload_from_url", "files.remove", "files.download", "mappings.create", "mappings.list", "mappings.get",
    "mappings.update", "mappings.delete", "webhook_subscriptions.create", "webhook_subscriptions.list",
    "webhook_subscriptions.get", "webhook_subscriptions.update", "webhook_subscriptions.delete",
    "stored_event_subscriptions.create", "stored_event_subscriptions.list", "stored_event_subscriptions.get",
    "stored_event_subscriptions.update", "stored_event_subscriptions.delete", "stored_events.list",
)

private val PAYLOAD = mapOf("FirstName" to "Ana")

/** What becomes of a request under every way in which a connection can fail. */
fun transport(tally: Tally) {
    tally.test("every operation has its typed method, or is known to be coming") {
        val rows = lexamica.core.operations()
        expect((TYPED + COMING).sorted(), rows.map { it.name }.sorted())
        // The list is true: these methods are there.
        val methods = lexamica.Cases::class.java.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
        expect(methods.map { "cases.${it.name}" }.toSet() - "cases.toString", TYPED.toSet())
        expect(rows.first { it.name == "cases.send" }.run { key to available }, "public" to true)
    }
    tally.test("the package knows its version") {
        expect(Regex("""\d+\.\d+\.\d+""").matches(lexamica.Lexamica.version), true)
    }
    tally.test("no text of a client shows the key") {
        val client = client("http://127.0.0.1:9")
        expect(listOf(client, client.cases).any { "secret" in it.toString() }, false)
    }
    tally.test("what JSON cannot say is refused, with its place") {
        val client = client("http://127.0.0.1:9")
        suspend fun path(value: Any?) = thrown<LexamicaException.InvalidInput> {
            client.cases.send("m1", mapOf("client" to listOf(1, mapOf("x" to value))))
        }.run { path to message }
        for (value in listOf(Double.NaN, Float.POSITIVE_INFINITY, Thread.currentThread(), "half \ud83d", mapOf(1 to 2))) {
            val (path, message) = path(value)
            expect(path, "payload.client.1.x")
            expect(message!!.startsWith("payload.client.1.x: "), true)
        }
        val loop = mutableListOf<Any?>().also { it.add(it) }
        thrown<LexamicaException.InvalidInput> { client.cases.send("m1", mapOf("loop" to loop)) }
    }
    tally.test("all kinds of values arrive as they are") {
        Server { connection, _ -> connection.answer("200 OK", """{"case_id":"1"}""") }.use { server ->
            val sent = client(server.url).cases.send(
                "m1",
                mapOf(
                    "t" to "a\"\\\n\u0001🙂", "i" to (1L shl 62), "d" to 0.5, "b" to true, "n" to null,
                    "l" to arrayOf(1, listOf("x")), "u" to ULong.MAX_VALUE,
                ),
            )
            expect(sent.caseId, "1")
            val got = """{"t":"a\"\\\n\u0001🙂","i":4611686018427387904,"d":0.5,"b":true,"n":null,""" +
                """"l":[1,["x"]],"u":18446744073709551615}"""
            expect(server.requests.toList(), listOf(got))
        }
    }
    tally.test("a refused connection was never sent, and is tried again") {
        val port = ServerSocket(0).use { it.localPort }
        val error = thrown<LexamicaException.NeverSent> {
            client("http://127.0.0.1:$port", attempts = 3).cases.send("m1", PAYLOAD)
        }
        expect(error.code to error.retryable, "connection_refused" to true)
    }
    tally.test("an unknown name was never sent") {
        val error = thrown<LexamicaException.NeverSent> {
            client("https://no-such-host.invalid").cases.send("m1", PAYLOAD)
        }
        expect(error.code, "name_not_found")
    }
    tally.test("a server without TLS was never sent to") {
        // What answers a greeting with plain text is refused by the handshake.
        ServerSocket(0).use { socket ->
            thread(isDaemon = true) {
                runCatching { socket.accept().use { it.getOutputStream().write("HTTP/1.1 400 no\r\n\r\n".toByteArray()) } }
            }
            val error = thrown<LexamicaException> { client("https://localhost:${socket.localPort}").cases.send("m1", PAYLOAD) }
            // Either says the truth; which one depends on the JDK.
            expect(error is LexamicaException.NeverSent || error is LexamicaException.OutcomeUnknown, true)
        }
    }
    tally.test("a reset after the request may have arrived, and is not repeated") {
        Server { connection, _ -> connection.reset() }.use { server ->
            val error = thrown<LexamicaException.OutcomeUnknown> { client(server.url, attempts = 4).cases.send("m1", PAYLOAD) }
            expect(error.code, "connection_lost")
            Thread.sleep(200)
            expect(server.requests.size, 1)
        }
    }
    tally.test("an end without an answer may have arrived, and is not repeated") {
        Server { connection, _ -> connection.close() }.use { server ->
            thrown<LexamicaException.OutcomeUnknown> { client(server.url, attempts = 4).cases.send("m1", PAYLOAD) }
            Thread.sleep(200)
            expect(server.requests.size, 1)
        }
    }
    tally.test("a used connection that breaks does not repeat the request") {
        Server { connection, number ->
            if (number == 1) connection.answer("200 OK", """{"case_id":"1"}""") else connection.close()
        }.use { server ->
            val client = client(server.url, attempts = 4)
            client.cases.send("m1", PAYLOAD)
            thrown<LexamicaException.OutcomeUnknown> { client.cases.send("m1", PAYLOAD) }
            Thread.sleep(200)
            expect(server.requests.size, 2)
        }
    }
    tally.test("an answer that breaks off") {
        Server { connection, _ ->
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".toByteArray())
            connection.close()
        }.use { server ->
            val error = thrown<LexamicaException.OutcomeUnknown> { client(server.url).cases.send("m1", PAYLOAD) }
            expect(error.code, "incomplete_answer")
        }
    }
    tally.test("no answer in time may have arrived") {
        Server { _, _ -> Thread.sleep(5_000) }.use { server ->
            val error = thrown<LexamicaException.OutcomeUnknown> {
                client(server.url, timeout = Duration.ofMillis(300), attempts = 4).cases.send("m1", PAYLOAD)
            }
            expect(error.code, "timeout")
            expect(server.requests.size, 1)
        }
    }
    tally.test("an answer that stalls ends in time, and may have arrived") {
        val closed = CountDownLatch(1)
        Server { connection, _ ->
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".toByteArray())
            if (connection.getInputStream().read() < 0) closed.countDown()
        }.use { server ->
            val start = System.nanoTime()
            val error = thrown<LexamicaException.OutcomeUnknown> {
                client(server.url, timeout = Duration.ofSeconds(1), attempts = 4).cases.send("m1", PAYLOAD)
            }
            expect(error.code, "timeout")
            expect(System.nanoTime() - start < 3_000_000_000, true)
            expect(closed.await(5, TimeUnit.SECONDS), true)
            expect(server.requests.size, 1)
        }
    }
    tally.test("an address that the JDK refuses is never an exception of the JDK") {
        for (url in listOf("http://a_b^c", "http://127.0.0.1:99999", "http://[::1", "http://a b", "http://")) {
            val error = thrown<LexamicaException> { client(url).cases.send("m1", PAYLOAD) }
            println("  $url: ${error.code}")
            expect(error is LexamicaException.NeverSent || error is LexamicaException.Config, true)
        }
    }
    tally.test("a timeout of nothing is refused") {
        val client = client("http://127.0.0.1:9", timeout = Duration.ZERO)
        expect(thrown<LexamicaException.Config> { client.cases.send("m1", PAYLOAD) }.path, "timeout")
    }
    tally.test("a redirect is not followed") {
        Server { connection, _ -> connection.answer("307 Temporary Redirect", "", "Location: /elsewhere") }.use { server ->
            val error = thrown<LexamicaException.Rejected> { client(server.url).cases.send("m1", PAYLOAD) }
            expect(error.code to error.status, "redirected" to 307)
            expect(server.requests.size, 1)
        }
    }
    for (challenge in listOf(emptyArray(), arrayOf("WWW-Authenticate: Basic realm=\"x\""), arrayOf("WWW-Authenticate: Key"))) {
        tally.test("a refused key is an answer, and nobody is asked for another ${challenge.toList()}") {
            Server { connection, _ ->
                connection.answer("401 Unauthorized", """{"message":"no such key"}""", *challenge)
            }.use { server ->
                val error = thrown<LexamicaException.Rejected> { client(server.url, attempts = 4).cases.send("m1", PAYLOAD) }
                expect(error.code to error.serverMessage, "unauthorized" to "no such key")
                expect(server.requests.size, 1)
            }
        }
    }
    tally.test("too many requests: waits as asked, then sends again") {
        Server { connection, number ->
            if (number == 1) connection.answer("429 Too Many Requests", "{}", "Retry-After: 0")
            else connection.answer("201 Created", """{"case_id":"7"}""")
        }.use { server ->
            expect(client(server.url, attempts = 2).cases.send("m1", PAYLOAD).caseId, "7")
            expect(server.requests.size, 2)
        }
    }
    tally.test("cancelling closes the connection and says that it may have arrived") {
        val arrived = CountDownLatch(1)
        val closed = CountDownLatch(1)
        Server { connection, _ ->
            arrived.countDown()
            if (connection.getInputStream().read() < 0) closed.countDown()
        }.use { server ->
            coroutineScope {
                var seen: Throwable? = null
                val job = launch(Dispatchers.Default) {
                    try {
                        client(server.url).cases.send("m1", PAYLOAD)
                    } catch (error: Throwable) {
                        seen = error
                        throw error
                    }
                }
                arrived.await(5, TimeUnit.SECONDS)
                val start = System.nanoTime()
                job.cancelAndJoin()
                expect(System.nanoTime() - start < 1_000_000_000, true)
                expect(seen is CancellationException, true)
                expect((seen?.cause as? LexamicaException.OutcomeUnknown)?.code, "cancelled_in_flight")
                expect(closed.await(5, TimeUnit.SECONDS), true)
            }
        }
    }
    tally.test("withTimeoutOrNull works as everywhere") {
        Server { _, _ -> Thread.sleep(5_000) }.use { server ->
            expect(withTimeoutOrNull(300) { client(server.url).cases.send("m1", PAYLOAD) }, null)
        }
    }
    tally.test("many at once") {
        Server { connection, _ -> connection.answer("200 OK", """{"case_id":"1"}""") }.use { server ->
            val client = client(server.url)
            val sent = coroutineScope { List(50) { async { client.cases.send("m1", PAYLOAD).caseId } }.map { it.await() } }
            expect(sent, List(50) { "1" })
        }
    }
    tally.test("a JVM that repeats requests by itself is refused") {
        val name = "jdk.httpclient.enableAllMethodRetry"
        System.setProperty(name, "true")
        try {
            thrown<LexamicaException.Config> { client("http://127.0.0.1:9").cases.send("m1", PAYLOAD) }
        } finally {
            System.clearProperty(name)
        }
    }
    tally.test("a mapping in both directions") {
        val mapping = Mapping("m", "Case", listOf("First Name" to "client.firstName", "n" to "n"))
        val canonical = mapping.inbound(mapOf("First Name" to "Ana", "n" to 1))
        expect(canonical, mapOf("client" to mapOf("firstName" to "Ana"), "n" to 1L))
        expect(mapping.outbound(canonical), mapOf("First Name" to "Ana", "n" to 1L))
        thrown<LexamicaException.InvalidInput> { Mapping("m", "Nothing", listOf("a" to "")).outbound(mapOf("a" to 1)) }
    }
}
