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
fn understood(contract: &Contract, object: &Map<String, Value>) -> Option<Mapping> {
    let (record, pair) = (&contract.records.mapping, &contract.records.mapping_pair);
    let pairs = match record.read(object, "fields")? {
        Value::Array(list) => list
            .iter()
            .map(|item| {
                let item = item.as_object()?;
                Some(Pair::new(pair.read_text(item, "yours")?, pair.read_text(item, "lexamica")?))
            })
            .collect::<Option<Vec<_>>>()?,
        // An object is read as your name to Lexamica's path.
        Value::Object(object) => object
            .iter()
            .map(|(yours, lexamica)| Some(Pair::new(yours.as_str(), lexamica.as_str()?)))
            .collect::<Option<Vec<_>>>()?,
        _ => return None,
    };
    let model = Model::parse(&record.read_text(object, "model")?);
    Some(Mapping::new(record.read_text(object, "name").unwrap_or_default(), model, pairs))
}
