import Foundation
internal import LexamicaCore

/// Where requests go. Write `.production`, `.sandbox` or `.custom(url)`.
public enum LexamicaEnvironment: Sendable, Equatable {
    /// Lexamica's production.
    case production
    /// Lexamica's sandbox.
    case sandbox
    /// Another address, for example a local sandbox.
    case custom(URL)
}

/// How often and how patiently to send again what certainly had no effect. What is nil is as the library has it.
public struct RetryPolicy: Sendable, Equatable {
    /// Requests in all, the first included. 1 means never again.
    public var maxAttempts: UInt32?
    /// Upper bound of the first wait, in seconds; it doubles with each attempt.
    public var baseDelay: TimeInterval?
    /// Upper bound of any wait that the server did not ask for, in seconds.
    public var maxDelay: TimeInterval?
    /// Longest wait at the server's request, in seconds.
    public var maxRetryAfter: TimeInterval?
    /// Total time, waits included, in seconds.
    public var deadline: TimeInterval?

    /// Makes a policy.
    public init(
        maxAttempts: UInt32? = nil, baseDelay: TimeInterval? = nil, maxDelay: TimeInterval? = nil,
        maxRetryAfter: TimeInterval? = nil, deadline: TimeInterval? = nil
    ) {
        self.maxAttempts = maxAttempts
        self.baseDelay = baseDelay
        self.maxDelay = maxDelay
        self.maxRetryAfter = maxRetryAfter
        self.deadline = deadline
    }
}

/// Sends data to Lexamica, with the Public Key. A value: copy and share it freely.
public struct IngestClient: Sendable {
    /// Cases.
    public let cases: Cases
    private let environment: LexamicaEnvironment

    /// Makes a client. What is wrong with a setting is told by the first call.
    ///
    /// - Parameter timeout: How long to wait for an answer to one request, in seconds.
    public init(
        organizationId: String, publicKey: String, environment: LexamicaEnvironment, retry: RetryPolicy = RetryPolicy(),
        timeout: TimeInterval = 60
    ) {
        self.environment = environment
        let settings = Settings(
            organizationId: organizationId, publicKey: publicKey, environment: environment, retry: retry)
        cases = Cases(exchange: Exchange(settings: settings, transport: Transport(timeout: timeout)))
    }
}

extension IngestClient: CustomStringConvertible, CustomReflectable {
    /// Never shows the key.
    public var description: String { "IngestClient(\(environment))" }

    /// For `dump` and debuggers: no key either.
    public var customMirror: Mirror { Mirror(self, children: ["environment": environment]) }
}

/// Sending cases.
public struct Cases: Sendable {
    let exchange: Exchange

    /// Creates a case and hands it to the relay engine.
    ///
    /// It is sent again by itself only where the first request certainly had no effect. Throws a `LexamicaError`, or
    /// `CancellationError` if the task was cancelled before anything was sent.
    ///
    /// - Parameters:
    ///   - mappingId: Id of the Case mapping.
    ///   - payload: The case, in your field names.
    ///   - mapping: The mapping itself, to find the id in the answer whatever it is called there.
    public func send(
        mappingId: String, payload: [String: JSONValue], mapping: Mapping? = nil
    ) async throws -> SentCase {
        try await send(mappingId, payload, mapping)
    }

    /// The same with a payload of your own type, for example a struct whose coding keys are your field names.
    public func send(
        mappingId: String, payload: some Encodable & Sendable, mapping: Mapping? = nil
    ) async throws -> SentCase {
        try await send(mappingId, payload, mapping)
    }

    private func send(_ mappingId: String, _ payload: some Encodable, _ mapping: Mapping?) async throws -> SentCase {
        // Part by part, so that an error names `payload.Age` and not `input.payload.Age`.
        var parts = [("mappingId", try JSONText.write(mappingId, at: "mappingId"))]
        parts.append(("payload", try JSONText.write(payload, at: "payload")))
        if let mapping { parts.append(("mapping", try JSONText.write(mapping, at: "mapping"))) }
        let input = "{" + parts.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
        let value = try await exchange.run("cases.send", input)
        let sent = try core { try sentCase(valueJson: value) }
        return SentCase(
            caseId: sent.caseId, note: sent.note, status: Int(sent.status),
            answer: try JSONText.read(JSONValue.self, sent.answerJson))
    }
}

extension Cases: CustomStringConvertible, CustomReflectable {
    /// Never shows the key.
    public var description: String { "Cases" }

    /// For `dump` and debuggers: no key either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What is known after the server has accepted a case.
public struct SentCase: Sendable, Equatable {
    /// Lexamica's id of the case, or nil if the answer holds none. The case is there in both cases.
    public let caseId: String?
    /// Why there is no id, if there is none.
    public let note: String?
    /// The HTTP status.
    public let status: Int
    /// The body of the answer.
    public let answer: JSONValue
}

extension SentCase: CustomStringConvertible, CustomReflectable {
    /// Without the answer: it is client data.
    public var description: String { "SentCase(caseId: \(caseId ?? "nil"), status: \(status))" }

    /// For `dump` and debuggers: the same.
    public var customMirror: Mirror { Mirror(self, children: ["caseId": caseId as Any, "status": status]) }
}
