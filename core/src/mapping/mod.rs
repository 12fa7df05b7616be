//! Lexamica's mapping, run locally.
//!
//! A mapping is a list of pairs, your field name and Lexamica's dotted path, bound to one model. The server applies
//! it in both directions (`documented`). Running the same rule here shows what Lexamica will see before a
//! case is sent, and reads answers and events whatever names the firm chose.
//!
//! ```
//! use lexamica::mapping::{Mapping, Pair};
//! use lexamica::model::Model;
//! use serde_json::json;
//!
//! let mapping = Mapping::new("website", Model::Case, vec![
//!     Pair::new("LeadId", "_id"),
//!     Pair::new("FirstName", "client.firstName"),
//! ]);
//! let canonical = mapping.inbound(&json!({"FirstName": "Ana"}))?;
//! assert_eq!(canonical, json!({"client": {"firstName": "Ana"}}));
//! assert_eq!(mapping.outbound(&canonical)?, json!({"FirstName": "Ana"}));
//! # Ok::<(), lexamica::Error>(())
//! ```

mod apply;
pub mod lint;
mod path;
mod plan;
mod scan;
pub mod strict;
#[cfg(feature = "suggest")]
pub mod suggest;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Error;
use crate::model::Model;

pub(crate) use path::Path;
pub use plan::{Direction, LineError, Lines, Plan, PlanOptions};

/// The canonical path of an object's own id, in every model (`documented` for the create answer of a mapping).
pub const ID_PATH: &str = "_id";

/// One pair of a mapping: your field name and Lexamica's path for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pair {
    /// Your name for the field. Free text: dots, spaces, slashes and any Unicode are allowed.
    pub yours: String,
    /// Lexamica's dotted path, for example `client.firstName` (`documented`).
    pub lexamica: String,
}

impl Pair {
    /// Pairs your field name with Lexamica's path.
    pub fn new(yours: impl Into<String>, lexamica: impl Into<String>) -> Self {
        Self { yours: yours.into(), lexamica: lexamica.into() }
    }
}

/// A mapping: a name, a model and the pairs.
///
/// The serialised form is this library's own, the same in every language; how the server spells a mapping is in
/// the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Mapping {
    /// A name for people.
    pub name: String,
    /// The model that the mapping describes.
    pub model: Model,
    /// The pairs, in the order in which payloads are written.
    pub fields: Vec<Pair>,
}

impl Mapping {
    /// Makes a mapping. Nothing is checked here, so that a mapping as the server has it can always be held;
    /// [`Mapping::inbound`] and [`Mapping::outbound`] report what cannot be applied.
    pub fn new(name: impl Into<String>, model: Model, fields: Vec<Pair>) -> Self {
        Self { name: name.into(), model, fields }
    }

    /// Reads a mapping from this library's JSON form: `{"name", "model", "fields": [{"yours", "lexamica"}]}`.
    ///
    /// # Errors
    /// `invalid_input` with line and column when the text is not such a mapping.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|cause| Error::unreadable_json("the mapping", "mapping", &cause))
    }

    /// From your names to Lexamica's canonical form: what Lexamica sees when this payload arrives.
    ///
    /// A field name is looked up as one literal key first, and as a dotted path only if no such key exists. Values
    /// are copied as they are, null included. Keys that no pair names are left out.
    ///
    /// # Errors
    /// `invalid_input` if the payload is not an object, or two pairs cannot stand beside each other (`client`
    /// and `client.firstName`).
    pub fn inbound(&self, payload: &Value) -> Result<Value, Error> {
        apply::inbound(self, payload)
    }

    /// From the canonical form to your names: what you get back from Lexamica.
    ///
    /// Paths that the object does not have are left out; nothing is written as null or blank in their place.
    ///
    /// # Errors
    /// `invalid_input` if the value is not an object or a pair's path is not a path.
    pub fn outbound(&self, canonical: &Value) -> Result<Value, Error> {
        apply::outbound(self, canonical)
    }

    /// Compiles the mapping for text: the same results without a tree, many times as fast.
    ///
    /// # Errors
    /// `invalid_input` if a pair's path is not a path.
    pub fn compile(&self) -> Result<Plan, Error> {
        Plan::new(self, PlanOptions::default())
    }

    /// Your name for a canonical path, if a pair has it.
    pub fn your_name(&self, lexamica: &str) -> Option<&str> {
        self.fields.iter().find(|pair| pair.lexamica == lexamica).map(|pair| pair.yours.as_str())
    }

    /// The value that a payload in your names holds for a canonical path: the pair's literal key first,
    /// then the same name read as a path.
    pub fn find<'v>(&self, payload: &'v Value, lexamica: &str) -> Option<&'v Value> {
        path::lookup(payload, self.your_name(lexamica)?)
    }
}
