package lexamica

import java.time.Duration

/** Where requests go. */
sealed class Environment {
    /** Lexamica's production. */
    object Production : Environment() {
        override fun toString() = "Production"
    }

    /** Lexamica's sandbox. */
    object Sandbox : Environment() {
        override fun toString() = "Sandbox"
    }

    /** Another address, for example a local sandbox. */
    data class Custom(val url: String) : Environment()
}

/** How often and how patiently to send again what certainly had no effect. What is left out is as the library has it. */
data class RetryPolicy(
    /** Requests in all, the first included. 1 means never again. */
    val maxAttempts: Int? = null,
    /** Upper bound of the first wait; it doubles with each attempt. */
    val baseDelay: Duration? = null,
    /** Upper bound of any wait that the server did not ask for. */
    val maxDelay: Duration? = null,
    /** Longest wait at the server's request. */
    val maxRetryAfter: Duration? = null,
    /** Total time, waits included. */
    val deadline: Duration? = null,
)

/**
 * Sends data to Lexamica, with the Public Key. Safe for use from many coroutines at once; there is nothing to close.
 *
 * @param timeout how long one request may take, until its whole answer is there
 */
class IngestClient(
    organizationId: String,
    publicKey: String,
    private val environment: Environment,
    retry: RetryPolicy = RetryPolicy(),
    timeout: Duration = Duration.ofSeconds(60),
) {
    // One private text, so that no key can be read from a field or turn up in a dump of them.
    private val config = Json.write(
        buildMap {
            put("organizationId", organizationId)
            put("publicKey", publicKey)
            when (environment) {
                Environment.Production -> put("environment", "production")
                Environment.Sandbox -> put("environment", "sandbox")
                is Environment.Custom -> put("baseUrl", environment.url)
            }
            val policy = listOf(
                "maxAttempts" to retry.maxAttempts,
                "baseDelayMs" to retry.baseDelay?.toMillis(),
                "maxDelayMs" to retry.maxDelay?.toMillis(),
                "maxRetryAfterMs" to retry.maxRetryAfter?.toMillis(),
                "deadlineMs" to retry.deadline?.toMillis(),
            )
            put("retry", policy.filter { it.second != null }.toMap())
        },
        "config",
    )

    /** Cases. */
    val cases: Cases = Cases(Exchange(config, Transport(timeout)))

    override fun toString(): String = "IngestClient($environment)"
}

/** Sending cases. */
class Cases internal constructor(private val exchange: Exchange) {
    /**
     * Creates a case and hands it to the relay engine.
     *
     * It is sent again by itself only where the first request certainly had no effect.
     *
     * @param mappingId id of the Case mapping
     * @param payload the case, in your field names
     * @param mapping the mapping itself, to find the id in the answer whatever it is called there
     * @throws LexamicaException for every failure but cancellation
     */
    suspend fun send(mappingId: String, payload: Map<String, Any?>, mapping: Mapping? = null): SentCase {
        val input = buildMap {
            put("mappingId", mappingId)
            put("payload", payload)
            if (mapping != null) put("mapping", mapping.form())
        }
        // Written by hand where the path counts: the caller knows `payload`, not `input.payload`.
        val text = input.entries.joinToString(",", "{", "}") { (key, value) -> "\"$key\":${Json.write(value, key)}" }
        val sent = core { lexamica.core.sentCase(exchange.run("cases.send", text)) }
        return SentCase(sent.caseId, sent.note, sent.status.toInt(), sent.answerJson)
    }
}

/** What is known after the server has accepted a case. */
class SentCase internal constructor(
    /** Lexamica's id of the case, or null if the answer holds none. The case is there in both cases. */
    val caseId: String?,
    /** Why there is no id, if there is none. */
    val note: String?,
    /** The HTTP status. */
    val status: Int,
    /** The body of the answer, as JSON text. */
    val answerJson: String,
) {
    // Without the answer: it is client data.
    override fun toString(): String = "SentCase(caseId=$caseId, status=$status)"
}
