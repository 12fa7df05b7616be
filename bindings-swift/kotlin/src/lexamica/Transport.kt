package lexamica

import java.io.IOException
import java.net.ConnectException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpConnectTimeoutException
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodySubscribers
import java.net.http.HttpTimeoutException
import java.nio.channels.UnresolvedAddressException
import java.time.Duration
import java.util.concurrent.CompletionException
import java.util.concurrent.atomic.AtomicBoolean
import javax.net.ssl.SSLHandshakeException
import kotlin.coroutines.cancellation.CancellationException
import kotlin.coroutines.resume
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withTimeoutOrNull
import lexamica.core.Body
import lexamica.core.Header
import lexamica.core.HttpOutcome
import lexamica.core.HttpRequest
import lexamica.core.TransportFailure

/** What became of a request, and the exception behind it. */
internal class Sent(val outcome: HttpOutcome, val cause: Throwable? = null)

/** The coroutine was cancelled while its request was under way. */
internal class CancelledInFlight(cause: Throwable) : CancellationException(cause.message)

/** Sends bytes with the JDK's own client. */
internal class Transport(private val timeout: Duration) {
    /** Sends once, exactly as it is. Cancelling the coroutine closes the connection. */
    suspend fun send(request: HttpRequest): Sent {
        refuseResending()
        if (timeout.isZero || timeout.isNegative) throw LexamicaException.config("timeout", "it must be longer than nothing")
        val body = when (val body = request.body) {
            is Body.Empty -> BodyPublishers.noBody()
            is Body.Bytes -> BodyPublishers.ofByteArray(body.content)
            is Body.AroundFile -> throw LexamicaException.invalidInput("file", "this operation needs a file")
        }
        val message = try {
            val address = URI.create(request.url)
            require(address.port <= 65535)
            val builder = java.net.http.HttpRequest.newBuilder(address)
                .method(request.method, body)
                .timeout(timeout)
            request.headers.forEach { builder.header(it.name, it.value) }
            builder.build()
        } catch (refused: IllegalArgumentException) {
            // Not kept as the cause: it quotes the header, and one of them is the key.
            return Sent(HttpOutcome.NeverSent(TransportFailure.OTHER))
        }
        currentCoroutineContext().ensureActive()
        return try {
            withTimeoutOrNull(timeout.toKotlinDuration() + GRACE) { exchange(message) }
                ?: Sent(HttpOutcome.MaybeSent(TransportFailure.TIMEOUT))
        } catch (cancelled: CancellationException) {
            throw CancelledInFlight(cancelled)
        }
    }

    /** Until the whole answer is there. Cancelling closes the connection. */
    private suspend fun exchange(message: java.net.http.HttpRequest): Sent = suspendCancellableCoroutine { waiting ->
        val answered = AtomicBoolean(false)
        val future = CLIENT.sendAsync(message) {
            answered.set(true)
            BodySubscribers.ofByteArray()
        }
        waiting.invokeOnCancellation { future.cancel(true) }
        future.whenComplete { response, failure ->
            val sent = if (failure == null) answer(response) else failed(failure, answered.get())
            if (waiting.isActive) waiting.resume(sent)
        }
    }

    private fun answer(response: HttpResponse<ByteArray>): Sent {
        val headers = response.headers().map().flatMap { (name, values) -> values.map { Header(name, it) } }
        return Sent(HttpOutcome.Answered(response.statusCode().toUShort(), headers, response.body()))
    }

    /** One question decides: can the server have read the whole request? */
    private fun failed(failure: Throwable, answered: Boolean): Sent {
        val cause = if (failure is CompletionException) failure.cause ?: failure else failure
        val chain = generateSequence(cause) { it.cause }.take(8).toList()
        val outcome = when {
            cause is HttpConnectTimeoutException -> HttpOutcome.NeverSent(TransportFailure.TIMEOUT)
            cause is ConnectException && chain.any { it is UnresolvedAddressException } ->
                HttpOutcome.NeverSent(TransportFailure.NAME_NOT_FOUND)
            cause is ConnectException -> HttpOutcome.NeverSent(TransportFailure.REFUSED)
            cause is SSLHandshakeException -> HttpOutcome.NeverSent(TransportFailure.TLS)
            cause is HttpTimeoutException -> HttpOutcome.MaybeSent(TransportFailure.TIMEOUT)
            answered -> HttpOutcome.MaybeSent(TransportFailure.INCOMPLETE_ANSWER)
            cause is IOException -> HttpOutcome.MaybeSent(TransportFailure.RESET)
            else -> HttpOutcome.MaybeSent(TransportFailure.OTHER)
        }
        return Sent(outcome, cause)
    }

    /**
     * The JDK repeats a request by itself after a broken connection only if it is a GET or a HEAD, unless this property
     * is set; then a case could arrive twice.
     */
    private fun refuseResending() {
        val name = "jdk.httpclient.enableAllMethodRetry"
        val value = System.getProperty(name)
        if (value != null && !value.equals("false", ignoreCase = true)) {
            throw LexamicaException.config(name, "the JVM is set to repeat every request by itself; unset this property")
        }
    }

    private companion object {
        /**
         * The JDK's own timeout ends with the headers of the answer, and a body that stalls would hang for ever; so ours
         * goes round the whole. It is a little longer, because only the JDK knows whether it was still connecting.
         */
        val GRACE = 200.milliseconds

        /**
         * One for all: it holds threads and connections, which are idle while nothing is sent. HTTP/1.1, because a
         * plain connection would first try to become HTTP/2, and many a proxy stumbles over that.
         */
        val CLIENT: HttpClient = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build()
    }
}
