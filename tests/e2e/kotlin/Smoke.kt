import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.util.UUID
import lexamica.Environment
import lexamica.IngestClient
import lexamica.LexamicaException
import lexamica.Mapping
import lexamica.Webhook

private fun env(name: String) = System.getenv(name) ?: throw AssertionError("$name is not set")

private fun mapping(): Mapping {
    val form = Json.read(env("LEXAMICA_MAPPING")) as Map<*, *>
    val fields = (form["fields"] as List<*>).map { it as Map<*, *> }
    return Mapping(
        form["name"] as String, form["model"] as String,
        fields.map { it["yours"] as String to it["lexamica"] as String },
    )
}

private fun client(key: String) =
    IngestClient(env("LEXAMICA_ORGANIZATION_ID"), key, Environment.Custom(env("LEXAMICA_BASE_URL")))

/** The whole way: a record becomes a payload, the payload a case, the case a signed delivery. */
fun smoke(tally: Tally) {
    tally.test("a case makes the whole way") {
        val mapping = mapping()
        val lead = "kotlin-${UUID.randomUUID()}"
        val payload = mapping.outbound(
            mapOf("externalReference" to lead, "client" to mapOf("firstName" to "Ana", "lastName" to "Ruiz 🙂")),
        )
        expect(payload["LeadId"], lead)
        val sent = client(env("LEXAMICA_PUBLIC_KEY")).cases.send(env("LEXAMICA_MAPPING_ID"), payload, mapping)
        expect(sent.caseId.isNullOrEmpty(), false)

        val request = HttpRequest.newBuilder(URI.create("${env("LEXAMICA_CATCHER_URL")}/deliveries/$lead")).build()
        val delivery = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray())
        expect(delivery.statusCode(), 200)
        val headers = delivery.headers().map().mapValues { it.value.first() }
        val secrets = listOf(env("LEXAMICA_WEBHOOK_SECRET"))
        val body = delivery.body()
        Webhook.verify(body, headers, secrets)
        val changed = thrown<LexamicaException.WebhookVerification> { Webhook.verify(body + 32, headers, secrets) }
        expect(changed.code, "signature_mismatch")
        val signed = mapOf("X-Lexamica-Signature" to Webhook.sign(body, secrets.first()))
        Webhook.verify(body, signed, secrets)

        @Suppress("UNCHECKED_CAST")
        val canonical = mapping.inbound(plain(Json.read(body.decodeToString())) as Map<String, Any?>)
        expect(canonical["externalReference"], lead)
        expect(canonical["_id"], sent.caseId)
    }
    tally.test("a wrong key is rejected") {
        val error = thrown<LexamicaException.Rejected> {
            client("pk_wrong").cases.send(env("LEXAMICA_MAPPING_ID"), mapOf("LeadId" to "x"))
        }
        expect(error.code to error.retryable, "unauthorized" to false)
    }
}

/** As the package takes it. */
private fun plain(value: Any?): Any? = when (value) {
    is Json.Num -> value.raw.toBigDecimal()
    is Map<*, *> -> value.mapValues { plain(it.value) }
    is List<*> -> value.map(::plain)
    else -> value
}
