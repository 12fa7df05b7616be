/**
 * JSON for the tests, independent of the package: objects keep their order, and numbers their spelling, so that a vector
 * reaches the library as it is written.
 */
class Json(private val text: String) {
    /** A number as it is spelled. Equal if it means the same. */
    class Num(val raw: String) {
        val canonical: String = if (raw.all { it.isDigit() || it == '-' }) raw else raw.toDouble().toString()
        override fun toString() = raw
        override fun equals(other: Any?) = other is Num && other.canonical == canonical
        override fun hashCode() = canonical.hashCode()
    }

    private var at = 0

    private fun fail(): Nothing = throw IllegalArgumentException("not JSON at $at")

    private fun space() {
        while (at < text.length && text[at].isWhitespace()) at++
    }

    private fun take(c: Char): Boolean {
        space()
        return (at < text.length && text[at] == c).also { if (it) at++ }
    }

    private fun word(word: String): Boolean = text.startsWith(word, at).also { if (it) at += word.length }

    private fun value(): Any? {
        space()
        return when {
            take('{') -> LinkedHashMap<String, Any?>().also { entries ->
                if (!take('}')) {
                    do {
                        if (!take('"')) fail()
                        val name = string()
                        if (!take(':')) fail()
                        entries[name] = value()
                    } while (take(','))
                    if (!take('}')) fail()
                }
            }
            take('[') -> ArrayList<Any?>().also { items ->
                if (!take(']')) {
                    do items.add(value()) while (take(','))
                    if (!take(']')) fail()
                }
            }
            take('"') -> string()
            word("true") -> true
            word("false") -> false
            word("null") -> null
            else -> {
                val start = at
                while (at < text.length && text[at] in "+-.0123456789eE") at++
                if (start == at) fail()
                Num(text.substring(start, at))
            }
        }
    }

    private fun string(): String = buildString {
        while (true) {
            when (val c = text[at++]) {
                '"' -> return@buildString
                '\\' -> when (val e = text[at++]) {
                    'n' -> append('\n')
                    't' -> append('\t')
                    'r' -> append('\r')
                    'b' -> append('\b')
                    'f' -> append('\u000c')
                    'u' -> append(text.substring(at, at + 4).toInt(16).toChar()).also { at += 4 }
                    else -> append(e)
                }
                else -> append(c)
            }
        }
    }

    companion object {
        fun read(text: String): Any? = Json(text).run { value().also { space(); if (at != text.length) fail() } }

        fun write(value: Any?): String = when (value) {
            null -> "null"
            is Num -> value.raw
            is Map<*, *> -> value.entries.joinToString(",", "{", "}") { (k, v) -> "${write(k)}:${write(v)}" }
            is List<*> -> value.joinToString(",", "[", "]") { write(it) }
            is String -> value.map { if (it < ' ' || it == '"' || it == '\\') "\\u%04x".format(it.code) else "$it" }
                .joinToString("", "\"", "\"")
            else -> value.toString()
        }
    }
}
