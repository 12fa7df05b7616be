import Foundation
import Lexamica
import LexamicaCore

private func client(_ url: URL, timeout: TimeInterval = 10, attempts: UInt32 = 1) -> IngestClient {
    IngestClient(
        organizationId: "org-1", publicKey: "pk_secret_of_ours", environment: .custom(url),
        retry: RetryPolicy(maxAttempts: attempts, baseDelay: 0.02), timeout: timeout)
}

/// Operations with a typed method, each with that method: the list cannot say what is not there.
private let typed: [(name: String, method: @Sendable (Cases) async throws -> Any)] = [
    ("cases.send", { try await $0.send(mappingId: "m1", payload: payload) })
]

/// Operations whose typed method is still to come: a new row of the table fails until it is in one of the two.
private let coming = [
    "cases.create_existing", "cases.create_draft", "invitations.accept", "invitations.decline", "invitations.evaluate",
    "invitations.contact_attempted", "invitations.consult_complete", "updates.post", "files.upload",
    "files.upload_from_url", "files.remove", "files.download", "mappings.create", "mappings.list", "mappings.get",
    "mappings.update", "mappings.delete", "webhook_subscriptions.create", "webhook_subscriptions.list",
    "webhook_subscriptions.get", "webhook_subscriptions.update", "webhook_subscriptions.delete",
    "stored_event_subscriptions.create", "stored_event_subscriptions.list", "stored_event_subscriptions.get",
    "stored_event_subscriptions.update", "stored_event_subscriptions.delete", "stored_events.list",
]

private let payload: [String: JSONValue] = ["FirstName": "Ana"]

/// The error that the work throws, which must be ours.
@MainActor
func failure(_ work: @MainActor () async throws -> Void) async throws -> LexamicaError {
    do {
        try await work()
    } catch let error as LexamicaError {
        return error
    }
    throw Failure("no LexamicaError was thrown")
}

private func failure(_ client: IngestClient) async throws -> LexamicaError {
    try await failure { _ = try await client.cases.send(mappingId: "m1", payload: payload) }
}

private func pause(_ seconds: Double) async throws { try await Task.sleep(nanoseconds: UInt64(seconds * 1e9)) }

private struct Lead: Encodable, Sendable {
    let firstName: String
    let age: Double

    enum CodingKeys: String, CodingKey {
        case firstName = "First Name"
        case age = "Age"
    }
}

private struct Accidents: Encodable, Sendable {
    struct Day: Encodable, Sendable { let day: Date }
    let days: [Day]
}

/// What becomes of a request under every way in which a connection can fail.
@MainActor
func transport(_ tally: Tally) async {
    await tally.test("every operation has its typed method, or is known to be coming") {
        try expect((typed.map(\.name) + coming).sorted(), operations().map(\.name).sorted())
    }
    await tally.test("the package knows its version") {
        try expect(LexamicaPackage.version.split(separator: ".").count, 3)
    }
    await tally.test("no text of a client shows the key") {
        let client = client(URL(string: "http://127.0.0.1:9")!)
        var dumped = ""
        dump(client, to: &dumped)
        dump(client.cases, to: &dumped)
        for text in ["\(client)", "\(client.cases)", String(reflecting: client), String(reflecting: client.cases), dumped] {
            if text.contains("secret") { throw Failure(text) }
        }
    }
    await tally.test("what JSON cannot say is refused, with its place") {
        let error = try await failure {
            let client = client(URL(string: "http://127.0.0.1:9")!)
            _ = try await client.cases.send(mappingId: "m1", payload: ["client": [1, ["x": .number(.nan)]]])
        }
        try expect(error.kind, .invalidInput)
        try expect(error.path, "payload.client.1.x")
        try expect(error.localizedDescription.hasPrefix("payload.client.1.x: "), true)
    }
    await tally.test("a Date is refused, with its place") {
        let error = try await failure {
            let client = client(URL(string: "http://127.0.0.1:9")!)
            _ = try await client.cases.send(mappingId: "m1", payload: Accidents(days: [Accidents.Day(day: Date())]))
        }
        try expect(error.kind, .invalidInput)
        try expect(error.path, "payload.days.0.day")
        try expect(error.detail.contains("pass a text like \"2026-02-03\""), true)
    }
    await tally.test("a wait that no clock can hold neither ends the program nor ends at once") {
        for wait in ["18446744073709551", "18446744073709551615", "9300000000"] {
            let server = Server { connection, _ in
                connection.answer("429 Too Many Requests", "{}", ["Retry-After: \(wait)"])
            }
            let client = IngestClient(
                organizationId: "org-1", publicKey: "pk", environment: .custom(server.url),
                retry: RetryPolicy(maxAttempts: 4, maxRetryAfter: .infinity, deadline: .infinity))
            let task = Task.detached { _ = try await client.cases.send(mappingId: "m1", payload: payload) }
            try await pause(0.5)
            try expect(server.requests.count, 1)
            task.cancel()
            _ = await task.result
        }
    }
    await tally.test("all kinds of values arrive as they are") {
        let server = Server { connection, _ in connection.answer("200 OK", "{\"case_id\":\"1\"}") }
        let cases = client(server.url).cases
        let all: [String: JSONValue] = [
            "t": "a\"\\\n\u{1}🙂", "i": 4_611_686_018_427_387_904, "d": 0.5, "b": true, "n": nil, "l": [1, ["x"]], "u": "a/b",
        ]
        let sent = try await cases.send(mappingId: "m1", payload: all)
        try expect(sent.caseId, "1")
        try expect(sent.answer["case_id"]?.stringValue, "1")
        _ = try await cases.send(mappingId: "m1", payload: Lead(firstName: "Ana", age: 41.5))
        let got = #"{"b":true,"d":0.5,"i":4611686018427387904,"l":[1,["x"]],"n":null,"t":"a\"\\\n\u0001🙂","u":"a/b"}"#
        // Compared by value: how control characters are spelled is the writer's own.
        try expect(server.requests.map { try? Json.read($0).canonical(ordered: false) }, [
            try Json.read(got).canonical(ordered: false), "{\"Age\":41.5,\"First Name\":\"Ana\"}",
        ])
    }
    await tally.test("a refused connection was never sent, and is tried again") {
        let (listener, port) = listening()
        close(listener)
        let error = try await failure(client(URL(string: "http://127.0.0.1:\(port)")!, attempts: 3))
        try expect(error.kind, .neverSent)
        try expect(error.code, "connection_refused")
        try expect(error.retryable, true)
    }
    await tally.test("an unknown name was never sent") {
        let error = try await failure(client(URL(string: "https://no-such-host.invalid")!))
        try expect(error.kind, .neverSent)
        try expect(error.code, "name_not_found")
    }
    await tally.test("a server without TLS: no promise that is not true") {
        let server = Server { _, _ in }
        let error = try await failure(client(URL(string: "https://127.0.0.1:\(server.port)")!, timeout: 2))
        // Either says the truth; which one depends on the system.
        try expect(error.kind == .neverSent || error.kind == .outcomeUnknown, true)
        print("  a server without TLS: \(error.code)")
    }
    for host in ["127.0.0.1", "localhost"] {
        // By name, the address of the other family is refused first; that must not be taken for the whole truth.
        await tally.test("a reset after the request may have arrived, and is not repeated (\(host))") {
            let server = Server { connection, _ in connection.reset() }
            let error = try await failure(client(URL(string: "http://\(host):\(server.port)")!, attempts: 4))
            try expect(error.kind, .outcomeUnknown)
            print("  a reset after the request: \(error.code)")
            try await pause(0.2)
            try expect(server.requests.count, 1)
        }
        await tally.test("an end without an answer may have arrived, and is not repeated (\(host))") {
            let server = Server { connection, _ in connection.close() }
            let error = try await failure(client(URL(string: "http://\(host):\(server.port)")!, attempts: 4))
            try expect(error.kind, .outcomeUnknown)
            print("  an end without an answer: \(error.code)")
            try await pause(0.2)
            try expect(server.requests.count, 1)
        }
    }
    await tally.test("a used connection that breaks does not repeat the request") {
        let server = Server { connection, number in
            if number == 1 { connection.answer("200 OK", "{\"case_id\":\"1\"}") } else { connection.close() }
        }
        let client = client(server.url, attempts: 4)
        _ = try await client.cases.send(mappingId: "m1", payload: payload)
        try expect(try await failure(client).kind, .outcomeUnknown)
        try await pause(0.2)
        try expect(server.requests.count, 2)
    }
    await tally.test("an answer that breaks off") {
        let server = Server { connection, _ in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")
            connection.close()
        }
        let error = try await failure(client(server.url))
        try expect(error.kind, .outcomeUnknown)
        try expect(error.code, "incomplete_answer")
    }
    await tally.test("no answer in time may have arrived") {
        let server = Server { _, _ in Thread.sleep(forTimeInterval: 5) }
        let error = try await failure(client(server.url, timeout: 1, attempts: 4))
        try expect(error.kind, .outcomeUnknown)
        try expect(error.code, "timeout")
        try expect(server.requests.count, 1)
    }
    await tally.test("an answer that stalls ends in time, and may have arrived") {
        let server = Server { connection, _ in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            _ = connection.read(1)
        }
        let start = DispatchTime.now().uptimeNanoseconds
        let error = try await failure(client(server.url, timeout: 1, attempts: 4))
        try expect(error.kind, .outcomeUnknown)
        print("  an answer that stalls: \(error.code)")
        try expect(DispatchTime.now().uptimeNanoseconds - start < 4_000_000_000, true)
        try expect(server.requests.count, 1)
    }
    await tally.test("a redirect is not followed") {
        let server = Server { connection, _ in
            connection.answer("307 Temporary Redirect", "", ["Location: /elsewhere"])
        }
        let error = try await failure(client(server.url))
        try expect(error.code, "redirected")
        try expect(error.status, 307)
        try expect(server.requests.count, 1)
    }
    for challenge in [[], ["WWW-Authenticate: Basic realm=\"x\""], ["WWW-Authenticate: Key realm=\"x\""]] {
        await tally.test("a refused key is an answer, and nobody is asked for another \(challenge)") {
            let server = Server { connection, _ in
                connection.answer("401 Unauthorized", "{\"message\":\"no such key\"}", challenge)
            }
            let error = try await failure(client(server.url, attempts: 4))
            try expect(error.kind, .rejected)
            try expect(error.code, "unauthorized")
            try expect(error.serverMessage, "no such key")
            try expect(server.requests.count, 1)
        }
    }
    await tally.test("too many requests: waits as asked, then sends again") {
        let server = Server { connection, number in
            if number == 1 {
                connection.answer("429 Too Many Requests", "{}", ["Retry-After: 0"])
            } else {
                connection.answer("201 Created", "{\"case_id\":\"7\"}")
            }
        }
        let sent = try await client(server.url, attempts: 2).cases.send(mappingId: "m1", payload: payload)
        try expect(sent.caseId, "7")
        try expect(server.requests.count, 2)
    }
    await tally.test("cancelling closes the connection and says that it may have arrived") {
        let (arrived, closed) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let server = Server { connection, _ in
            arrived.signal()
            if connection.read(1) == nil { closed.signal() }
        }
        let client = client(server.url)
        let task = Task.detached { try await failure(client) }
        try expect(await wait(arrived), true)
        let start = DispatchTime.now().uptimeNanoseconds
        task.cancel()
        let error = try await task.value
        try expect(DispatchTime.now().uptimeNanoseconds - start < 1_000_000_000, true)
        try expect(error.kind, .outcomeUnknown)
        try expect(error.code, "cancelled_in_flight")
        try expect(await wait(closed), true)
        try expect(server.requests.count, 1)
    }
    await tally.test("cancelling before anything is sent is Swift's own error") {
        let server = Server { connection, _ in connection.answer("200 OK", "{}") }
        let client = client(server.url)
        let task = Task.detached {
            while !Task.isCancelled { await Task.yield() }
            do {
                _ = try await client.cases.send(mappingId: "m1", payload: payload)
                return false
            } catch is CancellationError {
                return true
            }
        }
        task.cancel()
        try expect(try await task.value, true)
        try expect(server.requests.count, 0)
    }
    await tally.test("many at once") {
        let server = Server { connection, _ in connection.answer("200 OK", "{\"case_id\":\"1\"}") }
        let client = client(server.url)
        let sent = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<50 {
                group.addTask { try await client.cases.send(mappingId: "m1", payload: payload).caseId }
            }
            var ids: [String?] = []
            for try await id in group { ids.append(id) }
            return ids
        }
        try expect(sent, Array(repeating: "1", count: 50))
    }
    await tally.test("a mapping in both directions") {
        let mapping = Mapping(name: "m", model: "Case", fields: ["First Name": "client.firstName", "n": "n"])
        let canonical = try mapping.inbound(["First Name": "Ana", "n": 1])
        try expect(canonical, ["client": ["firstName": "Ana"], "n": 1])
        try expect(try mapping.outbound(canonical), ["First Name": "Ana", "n": 1])
        let error = try await failure {
            _ = try Mapping(name: "m", model: "Case", fields: ["a": ""]).outbound(["a": 1])
        }
        try expect(error.kind, .invalidInput)
    }
}

/// Waits up to five seconds, without holding the actor.
private func wait(_ semaphore: DispatchSemaphore) async -> Bool {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: semaphore.wait(timeout: .now() + 5) == .success) }
    }
}
