package lexamica

/** The package as a whole. */
object Lexamica {
    /** The version of this package. */
    val version: String get() = lexamica.core.version()
}
