package lexamica

import java.time.Duration
import lexamica.core.BoundaryException
import lexamica.core.ErrorData

/**
 * What this package throws, by what it means for a request.
 *
 * [message] names the likely cause and holds neither keys nor client data. A cancelled coroutine gets its
 * `CancellationException`, as everywhere in Kotlin; if the request was under way, its cause is an [OutcomeUnknown].
 */
sealed class LexamicaException(private val data: ErrorData, cause: Throwable?) :
    Exception(data.path?.let { "$it: ${data.detail}" } ?: data.detail, cause) {
    /** A stable name for the reason, for programs, for example `connection_refused`. */
    val code: String get() = data.code

    /** A sentence for the developer: what, the likely cause, what to do. */
    val detail: String get() = data.detail

    /** Where in the input the problem is. */
    val path: String? get() = data.path

    /** The HTTP status, if the server answered. */
    val status: Int? get() = data.status?.toInt()

    /** How long the server asked to wait. */
    val retryAfter: Duration? get() = data.retryAfterMs?.let { Duration.ofMillis(it.toLong()) }

    /** Whether sending the same again cannot have a second effect. */
    val retryable: Boolean get() = data.retryable

    /** Whether [detail] may be shown to an end user. */
    val safeToShow: Boolean get() = data.safeToShow

    /** The server's own words. They may repeat client data: keep them out of logs. */
    val serverMessage: String? get() = data.serverMessage

    /** The client is set up wrongly; nothing was sent. */
    class Config internal constructor(data: ErrorData, cause: Throwable?) : LexamicaException(data, cause)

    /** Your data cannot be used; nothing was sent. */
    class InvalidInput internal constructor(data: ErrorData, cause: Throwable?) : LexamicaException(data, cause)

    /** The request certainly never left. Sending it again is safe. */
    class NeverSent internal constructor(data: ErrorData, cause: Throwable?) : LexamicaException(data, cause)

    /** The request may have taken effect. Sending it again may create a second case. */
    class OutcomeUnknown internal constructor(data: ErrorData, cause: Throwable?) : LexamicaException(data, cause)

    /** The server refused the request; it had no effect. */
    class Rejected internal constructor(data: ErrorData, cause: Throwable?) : LexamicaException(data, cause)

    /** The server accepted the request, but its answer could not be read. */
    class Unreadable internal constructor(data: ErrorData, cause: Throwable?) : LexamicaException(data, cause)

    /** A delivery's signature does not prove that it comes from Lexamica. */
    class WebhookVerification internal constructor(data: ErrorData, cause: Throwable?) : LexamicaException(data, cause)

    internal companion object {
        /** The exception for an error of the core. */
        fun of(data: ErrorData, cause: Throwable? = null): LexamicaException = when (data.kind) {
            "config" -> Config(data, cause)
            "invalid_input" -> InvalidInput(data, cause)
            "never_sent" -> NeverSent(data, cause)
            "rejected" -> Rejected(data, cause)
            "unreadable" -> Unreadable(data, cause)
            "webhook" -> WebhookVerification(data, cause)
            // Also for a kind that is not known here: the one that promises least.
            else -> OutcomeUnknown(data, cause)
        }

        /** The caller's value cannot be written as JSON. */
        fun invalidInput(path: String, detail: String): LexamicaException =
            of(plain("invalid_input", "invalid_input", detail, path, safeToShow = true))

        /** The client, or the JVM it runs in, is set up wrongly. */
        fun config(path: String, detail: String): LexamicaException =
            of(plain("config", "invalid_config", detail, path, safeToShow = false))

        private fun plain(kind: String, code: String, detail: String, path: String, safeToShow: Boolean) = ErrorData(
            kind = kind, code = code, detail = detail, path = path, status = null, retryAfterMs = null,
            retryable = false, safeToShow = safeToShow, serverMessage = null,
        )
    }
}

/** Runs a function of the core, and throws this package's exception in place of the generated one. */
internal inline fun <T> core(work: () -> T): T =
    try {
        work()
    } catch (refused: BoundaryException.Refused) {
        // Without the generated one as the cause: its text is a dump of its fields.
        throw LexamicaException.of(refused.because)
    }
