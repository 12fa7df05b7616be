//! Reading what the server answered.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::contract::{Contract, record};
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::exchange::HttpResponse;
use crate::mapping::{ID_PATH, Mapping};

/// The server's answer, kept whole: what it says is partly unknown, and a dispute needs it word for word.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body: JSON as it came; any other text as a text; nothing as null.
    pub body: Value,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The body is client data.
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// An answer, and why its body is not JSON if it is not.
pub(super) struct Reading {
    pub(super) answer: Answer,
    pub(super) trouble: Option<String>,
}

pub(super) fn read(response: &HttpResponse) -> Reading {
    let (body, trouble) = if response.body.iter().all(u8::is_ascii_whitespace) {
        (Value::Null, Some("the answer is empty".to_owned()))
    } else {
        match serde_json::from_slice(&response.body) {
            Ok(json) => (json, None),
            Err(cause) => (
                Value::String(String::from_utf8_lossy(&response.body).into_owned()),
                Some(format!("the answer is not JSON (line {}, column {})", cause.line(), cause.column())),
            ),
        }
    };
    Reading { answer: Answer { status: response.status, body }, trouble }
}

impl Reading {
    /// The error for an operation that cannot do without what it looked for.
    pub(super) fn unreadable(&self, missing: &str) -> Error {
        let why = self.trouble.as_deref().unwrap_or("the answer is JSON of another shape");
        Error::new(
            ErrorKind::Unreadable,
            ErrorCode::UnreadableAnswer,
            format!(
                "the server accepted the request (status {}), but {missing} is not in its answer: {why}",
                self.answer.status
            ),
        )
        .with_status(self.answer.status)
    }
}

/// The objects in which an answer's fields may be: itself first, then one level down.
pub(super) fn objects<'a>(contract: &'a Contract, body: &'a Value) -> impl Iterator<Item = &'a Map<String, Value>> {
    let own = body.as_object().into_iter();
    let inner = contract.answers.envelopes.get().iter().filter_map(|key| body.get(key)?.as_object());
    own.chain(inner)
}

/// The list of an answer, bare or wrapped.
pub(super) fn list<'a>(contract: &'a Contract, body: &'a Value) -> Option<&'a Vec<Value>> {
    if let Value::Array(list) = body {
        return Some(list);
    }
    objects(contract, body)
        .find_map(|object| contract.answers.lists.get().iter().find_map(|key| object.get(key)?.as_array()))
}

/// The id of a case in a mapped answer: under the name the mapping gives it, else under a usual name.
///
/// A usual name that the mapping uses for something else is not an id: a firm may well call its own key `id`.
pub(super) fn case_id(contract: &Contract, body: &Value, mapping: Option<&Mapping>) -> Option<String> {
    let id_path = mapping.map(|mapping| id_path(contract, mapping));
    if let Some((mapping, id_path)) = mapping.zip(id_path) {
        let own = std::iter::once(body).chain(contract.answers.envelopes.get().iter().filter_map(|key| body.get(key)));
        if let Some(id) = own.filter_map(|value| mapping.find(value, id_path)).find_map(record::text) {
            return Some(id);
        }
    }
    let means_something_else = |key: &str| {
        let pairs = mapping.map(|mapping| mapping.fields.as_slice()).unwrap_or_default();
        pairs.iter().any(|pair| pair.yours == key && Some(pair.lexamica.as_str()) != id_path)
    };
    objects(contract, body).find_map(|object| {
        let usual = contract.answers.case_id.get().iter().filter(|key| !means_something_else(key));
        usual.filter_map(|key| object.get(key)).find_map(record::text)
    })
}

/// Lexamica's path for the id in the mapping's model, as the contract spells it.
fn id_path<'c>(contract: &'c Contract, mapping: &Mapping) -> &'c str {
    contract.models.get(mapping.model.as_str()).map_or(ID_PATH, |model| model.spelled(ID_PATH))
}
