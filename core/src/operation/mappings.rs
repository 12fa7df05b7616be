//! Administering mappings.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answer::{self, Answer};
use super::draft::Draft;
use super::{Operation, OperationName};
use crate::contract::Contract;
use crate::credentials::PrivateKey;
use crate::error::Error;
use crate::exchange::{Config, Context, HttpRequest, HttpResponse};
use crate::mapping::{Mapping, Pair};
use crate::model::Model;

/// `mappings.create`: creates a mapping (`documented`; its JSON `assumed`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateMapping {
    /// The mapping.
    pub mapping: Mapping,
}

impl CreateMapping {
    /// Creates this mapping.
    pub fn new(mapping: Mapping) -> Self {
        Self { mapping }
    }
}

/// A mapping as the server has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredMapping {
    /// Its id, which stands in the address of every inbound operation (`documented`).
    pub id: String,
    /// Its name, model and pairs, as far as the answer could be understood.
    pub mapping: Option<Mapping>,
    /// The whole answer.
    pub answer: Answer,
}

impl Operation for CreateMapping {
    type Key = PrivateKey;
    type Output = StoredMapping;
    const NAME: OperationName = OperationName::MappingsCreate;

    fn encode(&self, config: &Config<PrivateKey>, _context: &Context) -> Result<HttpRequest, Error> {
        Draft::new::<Self>(config)?.json(written(&config.contract, &self.mapping)?)
    }

    fn decode(&self, config: &Config<PrivateKey>, response: &HttpResponse) -> Result<StoredMapping, Error> {
        let reading = answer::read(response);
        let record = &config.contract.records.mapping;
        let found = answer::objects(&config.contract, &reading.answer.body)
            .find_map(|object| Some((record.read_text(object, "id")?, understood(&config.contract, object))));
        match found {
            Some((id, mapping)) => Ok(StoredMapping { id, mapping, answer: reading.answer }),
            None => Err(reading.unreadable("the mapping's id")),
        }
    }
}

/// The mapping as the contract spells it.
fn written(contract: &Contract, mapping: &Mapping) -> Result<Map<String, Value>, Error> {
    if mapping.fields.is_empty() {
        return Err(Error::invalid_input("mapping.fields", "the mapping has no pairs"));
    }
    let (record, pair) = (&contract.records.mapping, &contract.records.mapping_pair);
    let pairs = mapping
        .fields
        .iter()
        .map(|field| {
            Value::Object(Map::from_iter([
                (pair.written("yours").to_owned(), Value::from(field.yours.as_str())),
                (pair.written("lexamica").to_owned(), Value::from(field.lexamica.as_str())),
            ]))
        })
        .collect();
    Ok(Map::from_iter([
        (record.written("name").to_owned(), Value::from(mapping.name.as_str())),
        (record.written("model").to_owned(), Value::from(mapping.model.as_str())),
        (record.written("fields").to_owned(), Value::Array(pairs)),
    ]))
}

/// A mapping out of the server's object, under any of the names that the contract understands.
///
/// None where a part of it cannot be understood: half a mapping would look like one. The answer itself is kept
/// beside it, so nothing is lost.
fn understood(contract: &Contract, object: &Map<String, Value>) -> Option<Mapping> {
    let record = &contract.records.mapping;
    let model = Model::parse(&record.read_text(object, "model")?);
    // A name may hold something else: a null beside the real list, or a mapping's own id.
    let fields = record.candidates(object, "fields").find_map(|value| pairs(contract, &model, value))?;
    Some(Mapping::new(record.read_text(object, "name").unwrap_or_default(), model, fields))
}

/// The pairs: a list of objects or of two texts, or one object.
fn pairs(contract: &Contract, model: &Model, value: &Value) -> Option<Vec<Pair>> {
    let spelled = &contract.records.mapping_pair;
    match value {
        Value::Array(list) => list
            .iter()
            .map(|item| match item {
                Value::Object(item) => {
                    Some(Pair::new(spelled.read_text(item, "yours")?, spelled.read_text(item, "lexamica")?))
                }
                Value::Array(two) => match two.as_slice() {
                    [Value::String(yours), Value::String(lexamica)] => Some(Pair::new(yours, lexamica)),
                    _ => None,
                },
                _ => None,
            })
            .collect(),
        Value::Object(object) => {
            let pairs: Option<Vec<Pair>> = object
                .iter()
                .map(|(yours, lexamica)| {
                    let lexamica = match lexamica {
                        Value::Object(inner) => spelled.read_text(inner, "lexamica")?,
                        other => other.as_str()?.to_owned(),
                    };
                    Some(Pair::new(yours.as_str(), lexamica))
                })
                .collect();
            pairs.map(|pairs| directed(contract, model, pairs))
        }
        _ => None,
    }
}

/// An object says nothing of its direction. It is read as your name to Lexamica's path, unless only the other way round
/// finds paths that the contract knows.
fn directed(contract: &Contract, model: &Model, pairs: Vec<Pair>) -> Vec<Pair> {
    let Some(model) = contract.models.get(model.as_str()) else { return pairs };
    let knows = |path: &str| model.fields().any(|(_, spelled)| spelled.get() == path);
    let turned = !pairs.iter().any(|pair| knows(&pair.lexamica)) && pairs.iter().any(|pair| knows(&pair.yours));
    if !turned {
        return pairs;
    }
    pairs.into_iter().map(|pair| Pair::new(pair.lexamica, pair.yours)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> Option<Mapping> {
        understood(Contract::builtin(), value.as_object().unwrap())
    }

    fn expected() -> Mapping {
        Mapping::new(
            "website",
            Model::Case,
            vec![Pair::new("case_id", "_id"), Pair::new("first.name", "client.firstName")],
        )
    }

    #[test]
    fn one_mapping_is_read_out_of_many_spellings() {
        let objects = |yours: &str, lexamica: &str| json!([{yours: "case_id", lexamica: "_id", "required": true}, {yours: "first.name", lexamica: "client.firstName"}]);
        let under =
            |key: &str, pairs: Value| json!({"_id": "m1", "name": "website", "model": "Case", key: pairs, "__v": 0});
        for (key, pairs) in [
            ("fields", objects("source", "target")),
            ("fieldMappings", objects("from", "to")),
            ("mappings", objects("external", "internal")),
            ("mapping", objects("theirField", "lexamicaField")),
            ("pairs", objects("yours", "lexamica")),
            ("fields", json!([["case_id", "_id"], ["first.name", "client.firstName"]])),
            ("fields", json!({"case_id": "_id", "first.name": "client.firstName"})),
            ("fields", json!({"_id": "case_id", "client.firstName": "first.name"})),
            ("fields", json!({"case_id": {"target": "_id"}, "first.name": {"target": "client.firstName"}})),
        ] {
            let object = under(key, pairs);
            assert_eq!(read(&object), Some(expected()), "{object}");
        }
        // A null beside the real list, and the model under another name.
        let object =
            json!({"modelName": "Case", "name": "website", "fields": null, "mappings": objects("source", "target")});
        assert_eq!(read(&object), Some(expected()));
    }

    #[test]
    fn one_spelling_is_written_and_it_can_be_read() {
        let object = written(Contract::builtin(), &expected()).unwrap();
        assert_eq!(
            Value::Object(object.clone()),
            json!({"name": "website", "model": "Case", "fields": [
                {"source": "case_id", "target": "_id"}, {"source": "first.name", "target": "client.firstName"},
            ]})
        );
        assert_eq!(understood(Contract::builtin(), &object), Some(expected()));
    }

    #[test]
    fn half_a_mapping_is_none() {
        for object in [
            json!({"name": "website", "model": "Case"}),
            json!({"name": "website", "fields": []}),
            json!({"model": "Case", "fields": [{"source": "a", "target": "b"}, {"source": "c"}]}),
            json!({"model": "Case", "fields": [["a", "b", "c"]]}),
            json!({"model": "Case", "fields": {"a": 1}}),
            json!({"model": "Case", "fields": "a=b"}),
        ] {
            assert_eq!(read(&object), None, "{object}");
        }
        let empty = json!({"model": "Case", "fields": []});
        assert_eq!(read(&empty), Some(Mapping::new("", Model::Case, Vec::new())), "empty is a mapping");
    }

    #[test]
    fn an_object_whose_direction_nobody_knows_is_yours_to_lexamicas() {
        let object = json!({"model": "Settlement", "fields": {"Amount": "amount"}});
        assert_eq!(read(&object).unwrap().fields, [Pair::new("Amount", "amount")]);
        let both = json!({"model": "Case", "fields": {"summary": "summary"}});
        assert_eq!(read(&both).unwrap().fields, [Pair::new("summary", "summary")]);
    }

    #[test]
    fn unknown_keys_are_kept_in_the_answer() {
        let response = HttpResponse {
            status: 201,
            headers: Vec::new(),
            body: br#"{"data": {"_id": "m1", "model": "Case", "fields": [{"source": "a", "target": "summary"}], "later": {"x": 1}}}"#
                .to_vec(),
        };
        let config = Config::new(
            crate::credentials::OrganizationId::new("org").unwrap(),
            PrivateKey::new("private-key-of-a-test").unwrap(),
            crate::credentials::Environment::Sandbox,
        );
        let stored = CreateMapping::new(expected()).decode(&config, &response).unwrap();
        assert_eq!(stored.id, "m1");
        assert_eq!(stored.mapping.unwrap().fields, [Pair::new("a", "summary")]);
        assert_eq!(stored.answer.body["data"]["later"]["x"], 1);
    }
}
