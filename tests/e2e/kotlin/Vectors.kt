import java.io.File
import java.util.Base64
import lexamica.core.Attempt
import lexamica.core.Body
import lexamica.core.BoundaryException
import lexamica.core.ErrorData
import lexamica.core.Header
import lexamica.core.HttpOutcome
import lexamica.core.Step
import lexamica.core.TransportFailure
import lexamica.core.applyRecipe
import lexamica.core.interpret
import lexamica.core.mapInbound
import lexamica.core.mapOutbound
import lexamica.core.prepare
import lexamica.core.verifyWebhook

private typealias Obj = Map<String, Any?>

@Suppress("UNCHECKED_CAST")
private fun Obj.obj(key: String) = get(key) as Obj

@Suppress("UNCHECKED_CAST")
private fun Obj.pairs(key: String) = (get(key) as List<List<String>>).map { Header(it[0], it[1]) }

private fun Obj.text(key: String) = get(key) as String
private fun Obj.json(key: String) = Json.write(get(key))
private fun Obj.number(key: String) = (get(key) as Json.Num).raw

/** Runs every file of `tests/vectors` on the layer below the package: the same files as every other language. */
fun vectors(tally: Tally) {
    val folder = File(System.getenv("LEXAMICA_VECTORS") ?: System.getenv("LEXAMICA_VECTORS_DIR") ?: "tests/vectors")
    val files = folder.listFiles { file -> file.extension == "json" }.orEmpty().sortedBy { it.name }
    var count = 0
    for (file in files) {
        @Suppress("UNCHECKED_CAST")
        val content = Json.read(file.readText()) as Obj
        val suite = content.text("suite")
        for (each in content["vectors"] as List<*>) {
            @Suppress("UNCHECKED_CAST")
            val vector = each as Obj
            count += 1
            tally.test("$suite: ${vector["name"]}") { run(suite, vector) }
        }
    }
    tally.test("there are vectors") { if (count == 0) throw AssertionError("none in $folder") }
    println("vectors: $count")
}

private fun run(suite: String, vector: Obj) = when (suite) {
    "mapping" -> result(vector) {
        val apply = when (val direction = vector.text("direction")) {
            "inbound" -> ::mapInbound
            "outbound" -> ::mapOutbound
            else -> throw AssertionError("no direction $direction")
        }
        Json.read(apply(vector.json("mapping"), vector.json("input")))
    }
    "recipe" -> result(vector) {
        // A record given as text is that text.
        val record = vector["record"] as? String ?: vector.json("record")
        withoutReasons(Json.read(applyRecipe(vector.json("recipe"), record)))
    }
    // Text in, text out: every character of the result counts.
    "mapping_text" -> result(vector, "expectText") {
        val apply = if (vector.text("direction") == "inbound") ::mapInbound else ::mapOutbound
        apply(vector.json("mapping"), vector.text("text"))
    }
    "prepare" -> result(vector) {
        val request = prepare(
            vector.text("operation"), vector.json("input"), vector.json("config"), vector.number("random").toULong(),
        )
        val shown = mutableMapOf<String, Any?>(
            "method" to request.method, "url" to request.url,
            "headers" to request.headers.map { listOf(it.name, it.value) },
        )
        when (val body = request.body) {
            is Body.Empty -> shown["body"] = ""
            is Body.Bytes -> shown["body"] = body.content.decodeToString(throwOnInvalidSequence = true)
            is Body.AroundFile -> {
                shown["bodyPrefix"] = body.prefix.decodeToString(throwOnInvalidSequence = true)
                shown["bodySuffix"] = body.suffix.decodeToString(throwOnInvalidSequence = true)
            }
        }
        shown
    }
    "interpret" -> interpreted(vector)
    "webhook" -> {
        val body = vector["bodyBase64"]?.let { Base64.getDecoder().decode(it as String) }
            ?: vector.text("body").encodeToByteArray()
        val got = try {
            verifyWebhook(vector.pairs("headers"), body, (vector["secrets"] as List<*>).map { it as String }, null)
            "ok"
        } catch (refused: BoundaryException.Refused) {
            mapOf("code" to refused.because.code)
        }
        expect(got, vector["expect"])
    }
    else -> throw AssertionError("no runner for the suite $suite")
}

/** The reasons are for people, and may be worded anew. */
private fun withoutReasons(applied: Any?): Any? = (applied as Map<*, *>).mapValues { (key, value) ->
    if (key == "result") value else (value as List<*>).map { problem -> (problem as Map<*, *>).filterKeys { it != "reason" } }
}

/** Compares a result with `expect` (or what is named instead), or an error with `expectError`. */
private fun result(vector: Obj, name: String = "expect", work: () -> Any?) {
    val got = try {
        work()
    } catch (refused: BoundaryException.Refused) {
        if ("expectError" !in vector) throw refused
        expect(error(refused.because, vector.obj("expectError")), vector["expectError"])
        return
    }
    expect(got, vector[name])
    // The order of the keys is part of what a mapping gives.
    if ("direction" in vector) expect(order(got), order(vector[name]))
}

/** The names of all entries in their order, all the way down. */
private fun order(value: Any?): Any? = when (value) {
    is Map<*, *> -> value.entries.map { listOf(it.key, order(it.value)) }
    is List<*> -> value.map(::order)
    else -> null
}

private fun error(data: ErrorData, expected: Obj): Obj =
    if ("path" in expected) mapOf("code" to data.code, "path" to data.path) else mapOf("code" to data.code)

private fun interpreted(vector: Obj) {
    val told = vector.obj("outcome")
    fun failure(name: Any) = TransportFailure.valueOf((name as String).uppercase())
    val outcome = when {
        "neverSent" in told -> HttpOutcome.NeverSent(failure(told["neverSent"]!!))
        "maybeSent" in told -> HttpOutcome.MaybeSent(failure(told["maybeSent"]!!))
        else -> told.obj("answered").let {
            HttpOutcome.Answered(it.number("status").toUShort(), it.pairs("headers"), it.text("body").encodeToByteArray())
        }
    }
    val at = vector.obj("attempt")
    val attempt = Attempt(at.number("number").toUInt(), at.number("elapsedMs").toULong(), at.number("random").toDouble())
    val expected = vector.obj("expect")
    val got = when (
        val step = interpret(vector.text("operation"), vector.json("input"), vector.json("config"), outcome, attempt)
    ) {
        // A key that is null and a key that is missing say the same in every language.
        is Step.Done -> mapOf("done" to known(Json.read(step.valueJson), expected["done"]))
        is Step.Retry -> mapOf("retryAfterMs" to Json.Num("${step.afterMs}"), "code" to step.because.code)
        is Step.Failed -> {
            val failed = (expected["failed"] as? Map<*, *>).orEmpty()
            val shown = mutableMapOf<String, Any?>("kind" to step.because.kind, "code" to step.because.code)
            step.because.status?.let { shown["status"] = Json.Num("$it") }
            if ("path" in failed) shown["path"] = step.because.path
            mapOf("failed" to shown)
        }
    }
    expect(got, expected)
}

private fun known(got: Any?, expected: Any?): Any? =
    if (got is Map<*, *> && expected is Map<*, *>) got.filter { (k, v) -> v != null || k in expected } else got
