// The Kotlin jar: the shared vectors, then the package itself against a sandbox and against broken servers. Ends with a
// line "N passed, N failed".
import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking

/** Counts what held and what did not. */
class Tally {
    var passed = 0
    var failed = 0

    /** One test: it fails by throwing, for example by [expect]. */
    fun test(name: String, work: suspend () -> Unit) {
        try {
            runBlocking { work() }
            passed += 1
            println("ok $name")
        } catch (fault: Throwable) {
            failed += 1
            println("FAILED $name\n${fault.stackTraceToString()}")
        }
    }
}

/** Fails the test unless both are equal. */
fun expect(got: Any?, wanted: Any?) {
    if (got != wanted) throw AssertionError("expected $wanted\n  got      $got")
}

/** Returns what the work throws; fails the test if that is something else, or nothing. */
inline fun <reified T : Throwable> thrown(work: () -> Unit): T {
    try {
        work()
    } catch (error: Throwable) {
        if (error is T) return error
        throw AssertionError("another exception than ${T::class.simpleName}", error)
    }
    throw AssertionError("no ${T::class.simpleName} was thrown")
}

fun main() {
    val tally = Tally()
    vectors(tally)
    transport(tally)
    smoke(tally)
    println("${tally.passed} passed, ${tally.failed} failed")
    exitProcess(if (tally.failed == 0 && tally.passed > 0) 0 else 1)
}
