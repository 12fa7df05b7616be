import Foundation
import LexamicaCore

/// Runs every file of `tests/vectors` on the layer below the package: the same files as every other language.
@MainActor
func vectors(_ tally: Tally) async {
    let settings = ProcessInfo.processInfo.environment
    let folder = settings["LEXAMICA_VECTORS"] ?? settings["LEXAMICA_VECTORS_DIR"] ?? "tests/vectors"
    var count = 0
    await tally.test("the vectors can be read") {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        for name in names.sorted() {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name))
            let file = try Json.read(String(decoding: data, as: UTF8.self))
            let suite = try file.text("suite")
            for vector in try file.list("vectors") {
                count += 1
                await tally.test("\(suite): \(try vector.text("name"))") { try run(suite, vector) }
            }
        }
        if count == 0 { throw Failure("none in \(folder)") }
    }
    print("vectors: \(count)")
}

private func run(_ suite: String, _ vector: Json) throws {
    switch suite {
    case "mapping":
        // The order of the keys is part of what a mapping gives.
        try result(vector, ordered: true) {
            let (mapping, payload) = (try vector.json("mapping"), try vector.json("input"))
            switch try vector.text("direction") {
            case "inbound": return try Json.read(mapInbound(mappingJson: mapping, payloadJson: payload))
            case "outbound": return try Json.read(mapOutbound(mappingJson: mapping, payloadJson: payload))
            case let other: throw Failure("no direction \(other)")
            }
        }
    case "recipe":
        try result(vector, ordered: true) {
            // A record given as text is that text.
            var record = try vector.json("record")
            if case .string(let text)? = vector["record"] { record = text }
            return withoutReasons(try Json.read(applyRecipe(recipeJson: vector.json("recipe"), recordJson: record)))
        }
    case "mapping_text":
        // Text in, text out: every character of the result counts.
        try result(vector, name: "expectText", ordered: true) {
            let (mapping, text) = (try vector.json("mapping"), try vector.text("text"))
            let inbound = try vector.text("direction") == "inbound"
            return .string(try inbound
                ? mapInbound(mappingJson: mapping, payloadJson: text)
                : mapOutbound(mappingJson: mapping, payloadJson: text))
        }
    case "prepare":
        try result(vector, ordered: false) {
            let request = try prepare(
                operation: vector.text("operation"), inputJson: vector.json("input"), configJson: vector.json("config"),
                random: UInt64(vector.number("random")) ?? 0)
            return .object([
                ("method", .string(request.method)), ("url", .string(request.url)),
                ("headers", .list(request.headers.map { .list([.string($0.name), .string($0.value)]) })),
            ] + (try body(request.body)))
        }
    case "interpret": try interpreted(vector)
    case "webhook":
        var body = Data()
        if case .string(let base64)? = vector["bodyBase64"] {
            body = Data(base64Encoded: base64) ?? body
        } else {
            body = Data(try vector.text("body").utf8)
        }
        let secrets = try vector.list("secrets").map { secret -> String in
            guard case .string(let text) = secret else { throw Failure("a secret is not a text") }
            return text
        }
        var got = Json.string("ok")
        do {
            try verifyWebhook(headers: headers(vector), body: body, secrets: secrets, contractJson: nil)
        } catch let BoundaryError.Refused(because) {
            got = .object([("code", .string(because.code))])
        }
        try same(got, vector["expect"])
    default: throw Failure("no runner for the suite \(suite)")
    }
}

/// The reasons are for people, and may be worded anew.
private func withoutReasons(_ applied: Json) -> Json {
    guard case .object(let entries) = applied else { return applied }
    return .object(entries.map { entry in
        guard case .list(let problems) = entry.value, entry.name != "result" else { return entry }
        return (entry.name, .list(problems.map { problem in
            guard case .object(let parts) = problem else { return problem }
            return .object(parts.filter { $0.name != "reason" })
        }))
    })
}

private func same(_ got: Json, _ wanted: Json?, ordered: Bool = false) throws {
    try expect(got.canonical(ordered: ordered), wanted?.canonical(ordered: ordered) ?? "nothing")
}

private func body(_ body: Body) throws -> [(name: String, value: Json)] {
    let text = { (bytes: Data) throws -> Json in
        guard let text = String(data: bytes, encoding: .utf8) else { throw Failure("the body is not text") }
        return .string(text)
    }
    switch body {
    case .empty: return [("body", .string(""))]
    case .bytes(let content): return [("body", try text(content))]
    case .aroundFile(let prefix, let suffix): return [("bodyPrefix", try text(prefix)), ("bodySuffix", try text(suffix))]
    }
}

private func headers(_ owner: Json) throws -> [Header] {
    try owner.list("headers").map { pair in
        guard case .list(let parts) = pair, case .string(let name) = parts[0], case .string(let value) = parts[1]
        else { throw Failure("a header is not a pair of texts") }
        return Header(name: name, value: value)
    }
}

/// Compares a result with `expect` (or what is named instead), or an error with `expectError`.
private func result(_ vector: Json, name: String = "expect", ordered: Bool, _ work: () throws -> Json) throws {
    do {
        try same(work(), vector[name], ordered: ordered)
    } catch let BoundaryError.Refused(because) {
        guard let wanted = vector["expectError"] else { throw Failure("\(because)") }
        var got: [(name: String, value: Json)] = [("code", .string(because.code))]
        if wanted["path"] != nil { got.append(("path", because.path.map(Json.string) ?? .null)) }
        try same(.object(got), wanted)
    }
}

private func failure(_ name: Json) throws -> TransportFailure {
    switch name.description {
    case "\"refused\"": return .refused
    case "\"name_not_found\"": return .nameNotFound
    case "\"tls\"": return .tls
    case "\"timeout\"": return .timeout
    case "\"reset\"": return .reset
    case "\"incomplete_answer\"": return .incompleteAnswer
    case "\"cancelled\"": return .cancelled
    case "\"other\"": return .other
    case let other: throw Failure("no failure \(other)")
    }
}

private func interpreted(_ vector: Json) throws {
    let told = vector["outcome"] ?? .null
    let outcome: HttpOutcome
    if let name = told["neverSent"] {
        outcome = .neverSent(failure: try failure(name))
    } else if let name = told["maybeSent"] {
        outcome = .maybeSent(failure: try failure(name))
    } else {
        let answer = told["answered"] ?? .null
        outcome = .answered(
            status: UInt16(try answer.number("status")) ?? 0, headers: try headers(answer),
            body: Data(try answer.text("body").utf8))
    }
    let at = vector["attempt"] ?? .null
    let attempt = Attempt(
        number: UInt32(try at.number("number")) ?? 0, elapsedMs: UInt64(try at.number("elapsedMs")) ?? 0,
        random: Double(try at.number("random")) ?? 0)
    let step = interpret(
        operation: try vector.text("operation"), inputJson: try vector.json("input"),
        configJson: try vector.json("config"), outcome: outcome, attempt: attempt)
    let wanted = vector["expect"] ?? .null
    switch step {
    case .done(let valueJson):
        var value = try Json.read(valueJson)
        // A key that is null and a key that is missing say the same in every language.
        if case .object(let entries) = value {
            value = .object(entries.filter { entry in
                if case .null = entry.value { return wanted["done"]?[entry.name] != nil }
                return true
            })
        }
        try same(.object([("done", value)]), wanted)
    case .retry(let afterMs, let because):
        try same(.object([("retryAfterMs", .number("\(afterMs)")), ("code", .string(because.code))]), wanted)
    case .failed(let because):
        var shown: [(name: String, value: Json)] = [("kind", .string(because.kind)), ("code", .string(because.code))]
        if let status = because.status { shown.append(("status", .number("\(status)"))) }
        if wanted["failed"]?["path"] != nil { shown.append(("path", because.path.map(Json.string) ?? .null)) }
        try same(.object([("failed", .object(shown))]), wanted)
    }
}
