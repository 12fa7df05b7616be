import Foundation
internal import LexamicaCore

/// What this package throws. Cancelling before anything was sent throws Swift's own `CancellationError`.
///
/// Neither `description` nor `localizedDescription` holds a key or client data.
public struct LexamicaError: Error, LocalizedError, Sendable, Equatable {
    /// What went wrong, and whether a request can have taken effect.
    public enum Kind: Sendable, Equatable {
        /// The client is set up wrongly; nothing was sent.
        case config
        /// Your data cannot be used; nothing was sent.
        case invalidInput
        /// The request certainly never left. Sending it again is safe.
        case neverSent
        /// The request may have taken effect. Sending it again may create a second case.
        case outcomeUnknown
        /// The server refused the request; it had no effect.
        case rejected
        /// The server accepted the request, but its answer could not be read.
        case unreadable
        /// A delivery's signature does not prove that it comes from Lexamica.
        case webhook
        /// A kind that this version has no name for.
        case other(String)
    }

    /// What a program branches on first.
    public let kind: Kind
    /// A stable name for the reason, for programs, for example `connection_refused`.
    public let code: String
    /// A sentence for the developer: what, the likely cause, what to do.
    public let detail: String
    /// Where in the input the problem is.
    public let path: String?
    /// The HTTP status, if the server answered.
    public let status: Int?
    /// How long the server asked to wait, in seconds.
    public let retryAfter: TimeInterval?
    /// Whether sending the same again cannot have a second effect.
    public let retryable: Bool
    /// Whether `detail` may be shown to an end user.
    public let safeToShow: Bool
    /// The server's own words. They may repeat client data: keep them out of logs.
    public let serverMessage: String?

    /// What `localizedDescription` says.
    public var errorDescription: String? { path.map { "\($0): \(detail)" } ?? detail }

    init(_ data: ErrorData) {
        switch data.kind {
        case "config": kind = .config
        case "invalid_input": kind = .invalidInput
        case "never_sent": kind = .neverSent
        case "outcome_unknown": kind = .outcomeUnknown
        case "rejected": kind = .rejected
        case "unreadable": kind = .unreadable
        case "webhook": kind = .webhook
        default: kind = .other(data.kind)
        }
        code = data.code
        detail = data.detail
        path = data.path
        status = data.status.map(Int.init)
        retryAfter = data.retryAfterMs.map { TimeInterval($0) / 1000 }
        retryable = data.retryable
        safeToShow = data.safeToShow
        serverMessage = data.serverMessage
    }

    /// The caller's value cannot be written as JSON, or a call lacks a part.
    init(invalidInput detail: String, at path: String) {
        self.init(ErrorData(
            kind: "invalid_input", code: "invalid_input", detail: detail, path: path, status: nil,
            retryAfterMs: nil, retryable: false, safeToShow: true, serverMessage: nil))
    }

    /// A result cannot be read.
    init(unreadable detail: String) {
        self.init(ErrorData(
            kind: "unreadable", code: "unreadable_answer", detail: detail, path: nil, status: nil,
            retryAfterMs: nil, retryable: false, safeToShow: false, serverMessage: nil))
    }
}

extension LexamicaError: CustomStringConvertible, CustomReflectable {
    /// Code and detail, without the server's words.
    public var description: String { "LexamicaError(\(code): \(errorDescription ?? detail))" }

    /// For `dump` and debuggers: the same.
    public var customMirror: Mirror { Mirror(self, children: ["code": code, "detail": detail]) }
}

/// Runs a function of the core, and throws this package's error in place of the generated one.
func core<T>(_ work: () throws -> T) throws -> T {
    do {
        return try work()
    } catch let BoundaryError.Refused(because) {
        throw LexamicaError(because)
    }
}
