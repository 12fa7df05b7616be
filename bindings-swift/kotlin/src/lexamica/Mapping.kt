package lexamica

/**
 * Your field names and Lexamica's, for one model.
 *
 * @property name a name for people
 * @property model for example `Case`
 * @property fields pairs of your name and Lexamica's dotted path, such as `"FirstName" to "client.firstName"`; payloads
 *   are written in their order
 */
data class Mapping(val name: String, val model: String, val fields: List<Pair<String, String>>) {
    /** From your names to Lexamica's: what Lexamica sees when this payload arrives. */
    fun inbound(payload: Map<String, Any?>): Map<String, Any?> =
        result(core { lexamica.core.mapInbound(json(), Json.write(payload, "payload")) })

    /** From Lexamica's names to yours: what you get back from Lexamica. */
    fun outbound(canonical: Map<String, Any?>): Map<String, Any?> =
        result(core { lexamica.core.mapOutbound(json(), Json.write(canonical, "canonical")) })

    /** As a map, in the form of the library, the same in every language. */
    internal fun form(): Map<String, Any?> = mapOf(
        "name" to name,
        "model" to model,
        "fields" to fields.map { (yours, lexamica) -> mapOf("yours" to yours, "lexamica" to lexamica) },
    )

    private fun json() = Json.write(form(), "mapping")

    @Suppress("UNCHECKED_CAST") // The core returns an object, or throws.
    private fun result(text: String) = Json.read(text) as Map<String, Any?>
}
