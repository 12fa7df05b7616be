// The Kotlin jar. Ends with a line "N passed, N failed".
import kotlin.system.exitProcess
import lexamica.Lexamica

private var passed = 0
private var failed = 0

private fun check(name: String, holds: () -> Boolean) {
    val fault = runCatching { if (holds()) null else "does not hold" }.getOrElse { it.stackTraceToString() }
    if (fault == null) {
        passed += 1
        println("ok $name")
    } else {
        failed += 1
        println("FAILED $name\n$fault")
    }
}

fun main() {
    check("the package knows its version") { Regex("""\d+\.\d+\.\d+""").matches(Lexamica.version) }
    println("$passed passed, $failed failed")
    exitProcess(if (failed == 0) 0 else 1)
}
