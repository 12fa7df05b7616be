import Foundation

/// A JSON value, to be written as Swift literals: `["FirstName": "Ana", "Age": 41, "Tags": ["mva"]]`.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A whole number.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The text, if it is one.
    public var stringValue: String? {
        if case .string(let value) = self { return value }
        return nil
    }

    /// The value of an entry, if it is an object and has one.
    public subscript(name: String) -> JSONValue? {
        if case .object(let entries) = self { return entries[name] }
        return nil
    }
}

extension JSONValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let entries): try container.encode(entries)
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Of two entries with one name the last wins, as in JSON itself; a `Dictionary` literal would end the program.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}

/// JSON text and Swift values.
enum JSONText {
    /// Writes a value. `path` names it in errors. The keys are sorted, so that the same input gives the same bytes.
    static func write(_ value: some Encodable, at path: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Foundation would write seconds since 2001; and which day a moment is, only the caller knows.
        encoder.dateEncodingStrategy = .custom { _, encoder in throw DateFound(codingPath: encoder.codingPath) }
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch let found as DateFound {
            throw LexamicaError(
                invalidInput: "a Date is a moment in a time zone, not a day; pass a text like \"2026-02-03\"",
                at: place(path, found.codingPath))
        } catch let EncodingError.invalidValue(_, context) {
            // Foundation's own text would quote the value.
            throw LexamicaError(
                invalidInput: "the value cannot be written as JSON; is it a number that is not finite?",
                at: place(path, context.codingPath))
        }
    }

    /// Where a value was to be written.
    private struct DateFound: Error {
        let codingPath: [any CodingKey]
    }

    private static func place(_ path: String, _ codingPath: [any CodingKey]) -> String {
        ([path] + codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }).joined(separator: ".")
    }

    /// Reads text that the core wrote.
    static func read<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch is DecodingError {
            throw LexamicaError(unreadable: "the result is not of the expected form")
        }
    }
}
