package lexamica

import java.math.BigDecimal
import java.math.BigInteger
import lexamica.core.Json as CoreJson

/** JSON text and Kotlin's own maps and lists. The JDK has nothing for it, and a dependency would be one too many. */
internal object Json {
    /** As deep as the core reads. A structure that contains itself ends here too. */
    private const val DEEPEST = 127

    /** Writes maps, iterables, arrays, texts, numbers, booleans and null. [path] names the value in errors. */
    fun write(value: Any?, path: String): String = StringBuilder().also { write(it, value, path, 0) }.toString()

    /** Reads text that the core wrote. */
    fun read(text: String): Any? = plain(core { lexamica.core.readJson(text) })

    private fun write(out: StringBuilder, value: Any?, path: String, depth: Int) {
        if (depth > DEEPEST) throw LexamicaException.invalidInput(path, "nested too deeply; does it contain itself?")
        when (value) {
            null -> out.append("null")
            is Boolean -> out.append(value)
            is CharSequence -> quote(out, value, path)
            is Byte, is Short, is Int, is Long, is UByte, is UShort, is UInt, is ULong, is BigInteger, is BigDecimal ->
                out.append(value)
            is Double -> number(out, value.isFinite(), value, path)
            is Float -> number(out, value.isFinite(), value, path)
            is Map<*, *> -> {
                out.append('{')
                value.entries.forEachIndexed { index, (key, inner) ->
                    if (key !is String) throw LexamicaException.invalidInput(path, "a field name is not a text")
                    if (index > 0) out.append(',')
                    quote(out, key, path)
                    out.append(':')
                    write(out, inner, "$path.$key", depth + 1)
                }
                out.append('}')
            }
            is Iterable<*> -> list(out, value, path, depth)
            is Array<*> -> list(out, value.asIterable(), path, depth)
            // A date, for example, has many spellings; which one is meant must not be guessed.
            else -> throw LexamicaException.invalidInput(
                path, "a value of type `${value.javaClass.simpleName}` is not JSON; convert it to a text or a number",
            )
        }
    }

    private fun number(out: StringBuilder, finite: Boolean, value: Number, path: String) {
        if (!finite) throw LexamicaException.invalidInput(path, "`$value` is not a number in JSON")
        out.append(value)
    }

    private fun list(out: StringBuilder, values: Iterable<*>, path: String, depth: Int) {
        out.append('[')
        values.forEachIndexed { index, inner ->
            if (index > 0) out.append(',')
            write(out, inner, "$path.$index", depth + 1)
        }
        out.append(']')
    }

    private fun quote(out: StringBuilder, text: CharSequence, path: String) {
        out.append('"')
        var at = 0
        while (at < text.length) {
            val c = text[at]
            when {
                c == '"' || c == '\\' -> out.append('\\').append(c)
                c < ' ' -> out.append("\\u%04x".format(c.code))
                // Half a pair would silently become a question mark on its way through UTF-8.
                c.isSurrogate() -> {
                    if (!c.isHighSurrogate() || at + 1 >= text.length || !text[at + 1].isLowSurrogate()) {
                        throw LexamicaException.invalidInput(path, "the text is cut in the middle of a character")
                    }
                    out.append(c).append(text[++at])
                }
                else -> out.append(c)
            }
            at++
        }
        out.append('"')
    }

    private fun plain(json: CoreJson): Any? = when (json) {
        is CoreJson.Null -> null
        is CoreJson.Bool -> json.value
        is CoreJson.Integer -> json.value
        is CoreJson.Unsigned -> BigInteger(json.value.toString())
        is CoreJson.Number -> json.value
        is CoreJson.Text -> json.value
        is CoreJson.Items -> json.items.map(::plain)
        is CoreJson.Entries -> json.entries.associate { it.name to plain(it.value) }
    }
}
