import Foundation
import Lexamica

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

private func client(_ key: String) throws -> IngestClient {
    guard let url = URL(string: try env("LEXAMICA_BASE_URL")) else { throw Failure("LEXAMICA_BASE_URL is not a URL") }
    return IngestClient(organizationId: try env("LEXAMICA_ORGANIZATION_ID"), publicKey: key, environment: .custom(url))
}

/// The whole way: a record becomes a payload, the payload a case, the case a signed delivery.
@MainActor
func smoke(_ tally: Tally) async {
    await tally.test("a case makes the whole way") {
        let mapping = try JSONDecoder().decode(Mapping.self, from: Data(try env("LEXAMICA_MAPPING").utf8))
        let lead = "swift-\(UUID().uuidString)"
        let payload = try mapping.outbound([
            "externalReference": .string(lead), "client": ["firstName": "Ana", "lastName": "Ruiz 🙂"],
        ])
        try expect(payload["LeadId"], .string(lead))
        let sent = try await client(env("LEXAMICA_PUBLIC_KEY")).cases.send(
            mappingId: env("LEXAMICA_MAPPING_ID"), payload: payload, mapping: mapping)
        try expect(sent.caseId?.isEmpty, false)

        guard let url = URL(string: "\(try env("LEXAMICA_CATCHER_URL"))/deliveries/\(lead)") else { throw Failure("no URL") }
        let (body, response) = try await URLSession.shared.data(from: url)
        guard let answer = response as? HTTPURLResponse else { throw Failure("no answer") }
        try expect(answer.statusCode, 200)
        let headers = Dictionary(answer.allHeaderFields.map { ("\($0.key)", "\($0.value)") }) { $1 }
        let secret = try env("LEXAMICA_WEBHOOK_SECRET")
        try Webhook.verify(body: body, headers: headers, secrets: [secret])
        let changed = try await failure { try Webhook.verify(body: body + Data([32]), headers: headers, secrets: [secret]) }
        try expect(changed.kind, .webhook)
        try expect(changed.code, "signature_mismatch")
        let signature = try Webhook.sign(body: body, secret: secret)
        try Webhook.verify(body: body, headers: ["X-Lexamica-Signature": signature], secrets: [secret])

        let canonical = try mapping.inbound(JSONDecoder().decode([String: JSONValue].self, from: body))
        try expect(canonical["externalReference"], .string(lead))
        try expect(canonical["_id"]?.stringValue, sent.caseId)
    }
    await tally.test("a wrong key is rejected") {
        let error = try await failure {
            _ = try await client("pk_wrong").cases.send(mappingId: env("LEXAMICA_MAPPING_ID"), payload: ["LeadId": "x"])
        }
        try expect(error.kind, .rejected)
        try expect(error.code, "unauthorized")
        try expect(error.retryable, false)
    }
}
