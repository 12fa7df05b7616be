import Foundation
internal import LexamicaCore

/// Who calls and where, in the form of the core.
struct Settings: Sendable, Encodable {
    private struct Retry: Encodable {
        let maxAttempts: UInt32?
        let baseDelayMs: UInt64?
        let maxDelayMs: UInt64?
        let maxRetryAfterMs: UInt64?
        let deadlineMs: UInt64?
    }

    private enum Key: String, CodingKey {
        case organizationId, publicKey, environment, baseUrl, retry
    }

    let organizationId: String
    let publicKey: String
    let environment: LexamicaEnvironment
    let retry: RetryPolicy

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(organizationId, forKey: .organizationId)
        try container.encode(publicKey, forKey: .publicKey)
        switch environment {
        case .production: try container.encode("production", forKey: .environment)
        case .sandbox: try container.encode("sandbox", forKey: .environment)
        case .custom(let url): try container.encode(url.absoluteString, forKey: .baseUrl)
        }
        // What cannot be a time becomes the longest: a conversion must not end the program.
        let milliseconds = { (seconds: TimeInterval) in UInt64(exactly: (max(seconds, 0) * 1000).rounded()) ?? .max }
        try container.encode(
            Retry(
                maxAttempts: retry.maxAttempts, baseDelayMs: retry.baseDelay.map(milliseconds),
                maxDelayMs: retry.maxDelay.map(milliseconds), maxRetryAfterMs: retry.maxRetryAfter.map(milliseconds),
                deadlineMs: retry.deadline.map(milliseconds)),
            forKey: .retry)
    }
}

/// The loop around one operation: send, ask the core, wait or finish.
struct Exchange: Sendable {
    let settings: Settings
    let transport: Transport

    /// Carries out an operation and returns its value as JSON text.
    func run(_ operation: String, _ input: String) async throws -> String {
        let config = try JSONText.write(settings, at: "config")
        let request = try core {
            try prepare(
                operation: operation, inputJson: input, configJson: config, random: UInt64.random(in: .min ... .max))
        }
        let start = DispatchTime.now().uptimeNanoseconds
        var number: UInt32 = 0
        while true {
            number += 1
            let outcome = try await transport.send(request)
            let elapsed = (DispatchTime.now().uptimeNanoseconds - start) / 1_000_000
            let attempt = Attempt(number: number, elapsedMs: elapsed, random: Double.random(in: 0..<1))
            switch interpret(
                operation: operation, inputJson: input, configJson: config, outcome: outcome, attempt: attempt)
            {
            case .done(let valueJson): return valueJson
            case .retry(let afterMs, _): try await Task.sleep(nanoseconds: nanoseconds(afterMs))
            case .failed(let because): throw LexamicaError(because)
            }
        }
    }
}

/// For a sleep. A wait that is too long for any clock becomes the longest one: a multiplication must not end the program.
func nanoseconds(_ milliseconds: UInt64) -> UInt64 {
    // Longest: what a signed number of nanoseconds holds, half of it, because the sleep adds the time of day.
    min(milliseconds, UInt64(Int64.max / 2) / 1_000_000) * 1_000_000
}
