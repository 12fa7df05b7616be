/// JSON for the tests, independent of Foundation and of the package: objects keep their order, and numbers their spelling,
/// so that a vector reaches the library as it is written.
enum Json: CustomStringConvertible {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case list([Json])
    case object([(name: String, value: Json)])

    subscript(name: String) -> Json? {
        if case .object(let entries) = self { return entries.last { $0.name == name }?.value }
        return nil
    }

    func text(_ name: String) throws -> String {
        guard case .string(let text)? = self[name] else { throw Failure("no text `\(name)`") }
        return text
    }

    func number(_ name: String) throws -> String {
        guard case .number(let raw)? = self[name] else { throw Failure("no number `\(name)`") }
        return raw
    }

    func list(_ name: String) throws -> [Json] {
        guard case .list(let items)? = self[name] else { throw Failure("no list `\(name)`") }
        return items
    }

    func json(_ name: String) throws -> String {
        guard let value = self[name] else { throw Failure("no `\(name)`") }
        return value.description
    }

    /// JSON text, as it was read.
    var description: String { write(ordered: true, spelled: true) }

    /// For comparing: numbers by their value, and entries sorted unless their order counts.
    func canonical(ordered: Bool) -> String { write(ordered: ordered, spelled: false) }

    private func write(ordered: Bool, spelled: Bool) -> String {
        switch self {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .number(let raw):
            let whole = raw.allSatisfy { $0.isNumber || $0 == "-" }
            return spelled || whole ? raw : Double(raw).map { "\($0)" } ?? raw
        case .string(let text): return Self.quote(text)
        case .list(let items):
            return "[" + items.map { $0.write(ordered: ordered, spelled: spelled) }.joined(separator: ",") + "]"
        case .object(let entries):
            let sorted = ordered ? entries : entries.sorted { $0.name < $1.name }
            let parts = sorted.map { Self.quote($0.name) + ":" + $0.value.write(ordered: ordered, spelled: spelled) }
            return "{" + parts.joined(separator: ",") + "}"
        }
    }

    private static func quote(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 32 || scalar == "\"" || scalar == "\\" {
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    static func read(_ text: String) throws -> Json {
        var reader = Reader(bytes: Array(text.utf8))
        let value = try reader.value()
        reader.space()
        guard reader.at == reader.bytes.count else { throw Failure("more than JSON at \(reader.at)") }
        return value
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        mutating func space() {
            while at < bytes.count, [32, 9, 10, 13].contains(bytes[at]) { at += 1 }
        }

        mutating func take(_ character: Character) -> Bool {
            space()
            guard at < bytes.count, bytes[at] == character.asciiValue else { return false }
            at += 1
            return true
        }

        mutating func word(_ word: String) -> Bool {
            guard bytes[at...].starts(with: word.utf8) else { return false }
            at += word.utf8.count
            return true
        }

        func broken() -> Failure { Failure("not JSON at \(at)") }

        mutating func value() throws -> Json {
            space()
            if take("{") {
                var entries: [(name: String, value: Json)] = []
                if take("}") { return .object(entries) }
                repeat {
                    guard take("\"") else { throw broken() }
                    let name = try string()
                    guard take(":") else { throw broken() }
                    entries.append((name, try value()))
                } while take(",")
                guard take("}") else { throw broken() }
                return .object(entries)
            }
            if take("[") {
                var items: [Json] = []
                if take("]") { return .list(items) }
                repeat { items.append(try value()) } while take(",")
                guard take("]") else { throw broken() }
                return .list(items)
            }
            if take("\"") { return .string(try string()) }
            if word("true") { return .bool(true) }
            if word("false") { return .bool(false) }
            if word("null") { return .null }
            let start = at
            while at < bytes.count, "+-.0123456789eE".utf8.contains(bytes[at]) { at += 1 }
            guard at > start else { throw broken() }
            return .number(String(decoding: bytes[start..<at], as: UTF8.self))
        }

        mutating func string() throws -> String {
            // In UTF-16, because an escape may be half of a pair.
            var units: [UInt16] = []
            var plain = at
            while at < bytes.count {
                let byte = bytes[at]
                guard byte == 34 || byte == 92 else {
                    at += 1
                    continue
                }
                units += Array(String(decoding: bytes[plain..<at], as: UTF8.self).utf16)
                at += 1
                if byte == 34 { return String(decoding: units, as: UTF16.self) }
                guard at < bytes.count else { break }
                let escape = bytes[at]
                at += 1
                switch escape {
                case 110: units.append(10)
                case 116: units.append(9)
                case 114: units.append(13)
                case 98: units.append(8)
                case 102: units.append(12)
                case 117:
                    guard at + 4 <= bytes.count,
                        let unit = UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
                    else { throw broken() }
                    units.append(unit)
                    at += 4
                default: units.append(UInt16(escape))
                }
                plain = at
            }
            throw broken()
        }
    }
}
