import Foundation
internal import LexamicaCore

/// Proving that a delivery comes from Lexamica.
public enum Webhook {
    /// Checks the signature of a delivery, and throws unless it fits.
    ///
    /// - Parameters:
    ///   - body: The bytes exactly as they arrived: parsing and writing JSON again changes them.
    ///   - headers: The headers of the request; the case of the names does not matter.
    ///   - secrets: The secret of the subscription, and during a rotation also the old one.
    public static func verify(body: Data, headers: [String: String], secrets: [String]) throws {
        let headers = headers.map { Header(name: $0.key, value: $0.value) }
        try core { try verifyWebhook(headers: headers, body: body, secrets: secrets, contractJson: nil) }
    }

    /// Signs a body as Lexamica does, in hexadecimal. For tests.
    public static func sign(body: Data, secret: String) throws -> String {
        try core { try signWebhook(body: body, secret: secret) }
    }
}
