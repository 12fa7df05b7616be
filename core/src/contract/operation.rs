//! How one operation is spelled.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Spelled;
use crate::credentials::KeyTier;
use crate::error::Error;
use crate::model::Model;

/// An HTTP verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The verb as HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a second, identical request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Nothing more than the first: it may be sent again after an unclear failure.
    Harmless,
    /// It may have a second effect (another case, another file): never sent again by itself after an unclear failure.
    SecondEffect,
}

/// Where a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// In the path, at its place in the template.
    Path,
    /// In the query.
    Query,
    /// In the body: a key of the JSON object, or a text part of a multipart body.
    Body,
}

/// One value of an operation that is not the body itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name on the wire.
    pub name: Spelled<String>,
    /// Where it travels.
    #[serde(rename = "in")]
    pub location: Spelled<Location>,
    /// The canonical path whose name in the caller's mapping is used instead of `name`, where the mapping has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapped: Option<Spelled<String>>,
}

/// How one operation is spelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OperationContract {
    /// One sentence: what it does.
    pub summary: String,
    /// The verb.
    pub method: Spelled<Method>,
    /// The path below the base address; `{organization_id}` and parameters stand in braces.
    pub path: Spelled<String>,
    /// Which key it takes. Fixed per operation.
    pub key: KeyTier,
    /// The model whose mapping names its fields, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
    /// What a second, identical request does.
    pub repeat: Spelled<Repeat>,
    /// Its parameters by their canonical names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Parameter>,
}

impl OperationContract {
    pub(super) fn check(&self, name: &str) -> Result<(), Error> {
        let place = format!("contract.operations.{name}.path");
        let path = self.path.get();
        if !path.starts_with('/') && self.key != KeyTier::None {
            return Err(Error::config(place, "a path begins with a slash"));
        }
        if path.contains(['?', '#']) {
            return Err(Error::config(place, "a path holds no query; give the parameter `in: query` instead"));
        }
        if path.matches('{').count() != path.matches('}').count() {
            return Err(Error::config(place, "a brace in the path is not closed"));
        }
        Ok(())
    }
}
