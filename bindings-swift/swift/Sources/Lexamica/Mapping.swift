internal import LexamicaCore

/// Your field names and Lexamica's, for one model.
public struct Mapping: Sendable, Equatable, Codable {
    /// One pair of names.
    public struct Field: Sendable, Equatable, Codable {
        /// Your name for the field.
        public var yours: String
        /// Lexamica's dotted path, for example `client.firstName`.
        public var lexamica: String

        /// Pairs your field name with Lexamica's path.
        public init(yours: String, lexamica: String) {
            self.yours = yours
            self.lexamica = lexamica
        }
    }

    /// A name for people.
    public var name: String
    /// The model, for example `Case`.
    public var model: String
    /// The pairs.
    public var fields: [Field]

    /// Makes a mapping from its pairs.
    public init(name: String, model: String, fields: [Field]) {
        self.name = name
        self.model = model
        self.fields = fields
    }

    /// Makes a mapping from a literal: `["FirstName": "client.firstName"]`, your names on the left.
    public init(name: String, model: String, fields: KeyValuePairs<String, String>) {
        self.init(name: name, model: model, fields: fields.map { Field(yours: $0.key, lexamica: $0.value) })
    }

    /// From your names to Lexamica's: what Lexamica sees when this payload arrives.
    public func inbound(_ payload: [String: JSONValue]) throws -> [String: JSONValue] {
        let (mapping, payload) = (try json(), try JSONText.write(payload, at: "payload"))
        return try JSONText.read([String: JSONValue].self, core { try mapInbound(mappingJson: mapping, payloadJson: payload) })
    }

    /// From Lexamica's names to yours: what you get back from Lexamica.
    public func outbound(_ canonical: [String: JSONValue]) throws -> [String: JSONValue] {
        let (mapping, canonical) = (try json(), try JSONText.write(canonical, at: "canonical"))
        return try JSONText.read([String: JSONValue].self, core { try mapOutbound(mappingJson: mapping, payloadJson: canonical) })
    }

    private func json() throws -> String { try JSONText.write(self, at: "mapping") }
}
