package lexamica

import lexamica.core.Header

/** Proving that a delivery comes from Lexamica. */
object Webhook {
    /**
     * Checks the signature of a delivery.
     *
     * @param body the bytes exactly as they arrived: parsing and writing JSON again changes them
     * @param headers the headers of the request; the case of the names does not matter
     * @param secrets the secret of the subscription, and during a rotation also the old one
     * @throws LexamicaException.WebhookVerification if it does not prove it
     */
    fun verify(body: ByteArray, headers: Map<String, String>, secrets: List<String>) =
        core { lexamica.core.verifyWebhook(headers.map { (name, value) -> Header(name, value) }, body, secrets, null) }

    /** Signs a body as Lexamica does, in hexadecimal. For tests. */
    fun sign(body: ByteArray, secret: String): String = core { lexamica.core.signWebhook(body, secret) }
}
