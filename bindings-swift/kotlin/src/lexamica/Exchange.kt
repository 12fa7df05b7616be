package lexamica

import kotlin.coroutines.cancellation.CancellationException
import kotlin.random.Random
import kotlinx.coroutines.delay
import lexamica.core.Attempt
import lexamica.core.HttpOutcome
import lexamica.core.Step
import lexamica.core.TransportFailure

/** The loop around one operation: send, ask the core, wait or finish. */
internal class Exchange(private val config: String, private val transport: Transport) {
    /** Carries out an operation and returns its value as JSON text. */
    suspend fun run(operation: String, input: String): String {
        val request = core { lexamica.core.prepare(operation, input, config, Random.nextLong().toULong()) }
        val start = System.nanoTime()
        var number = 0u
        while (true) {
            number += 1u
            fun ask(outcome: HttpOutcome): Step {
                val elapsed = (System.nanoTime() - start) / 1_000_000
                val attempt = Attempt(number, elapsed.toULong(), Random.nextDouble())
                return lexamica.core.interpret(operation, input, config, outcome, attempt)
            }
            val sent = try {
                transport.send(request)
            } catch (cancelled: CancelledInFlight) {
                // The coroutine must end as cancelled; that the request may have arrived is told by the cause.
                val step = ask(HttpOutcome.MaybeSent(TransportFailure.CANCELLED))
                val cause = if (step is Step.Failed) LexamicaException.of(step.because) else null
                throw CancellationException(cause?.message ?: cancelled.message, cause)
            }
            when (val step = ask(sent.outcome)) {
                is Step.Done -> return step.valueJson
                is Step.Retry -> delay(step.afterMs.toLong())
                is Step.Failed -> throw LexamicaException.of(step.because, sent.cause)
            }
        }
    }
}
