//! From a form, a CSV row or a CRM record to values worth sending: the clean-up that everyone writes by hand.
//!
//! A recipe is one JSON file, the same in every language. It names, for each canonical path, the source it comes from
//! and how its value is treated. Unusable values are reported, all of a record at once, and never guessed.
//!
//! ```
//! use lexamica::recipe::Recipe;
//! use serde_json::json;
//!
//! let recipe = Recipe::from_json(r#"{
//!     "fields": [
//!         {"to": "client.phone", "from": "Phone", "as": "phone"},
//!         {"to": "incident.date", "from": "Date", "as": "date"}
//!     ],
//!     "required": ["client.phone"]
//! }"#)?;
//! let applied = recipe.apply(&json!({"Phone": "(210) 555-0123", "Date": "02/30/2026"}));
//! assert_eq!(applied.result, json!({"client": {"phone": "+12105550123"}}));
//! assert_eq!(applied.problems[0].path, "incident.date");
//! # Ok::<(), lexamica::Error>(())
//! ```

pub(crate) mod nearest;
mod treatment;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::mapping::Path;

/// A recipe: what goes where, how it is treated, and what must be there in the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Recipe {
    /// The fields, in the order in which they are written.
    pub fields: Vec<Field>,
    /// Canonical paths that must have a value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
}

/// One field of a recipe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Field {
    /// The canonical path to write, for example `client.firstName`.
    pub to: String,
    /// The key in the source record, literally.
    pub from: String,
    /// How the value is treated.
    #[serde(rename = "as", default)]
    pub treatment: Treatment,
    /// For `lookup`: source value to target value. The comparison is exact after trimming.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub table: BTreeMap<String, String>,
}

/// How a value is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Treatment {
    /// Trimmed text.
    #[default]
    Text,
    /// A phone number of the North American plan, or any with its country code, as E.164: `+12105550123`.
    Phone,
    /// An e-mail address.
    Email,
    /// A date as `YYYY-MM-DD`; month before day where only digits and slashes are given. Never through a time zone.
    Date,
    /// A US state as its two letters, from its name, its code or "City, ST".
    State,
    /// A value of the field's table.
    Lookup,
}

/// What a recipe made of one record.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Applied {
    /// The canonical object. Fields with a problem are not in it.
    pub result: Value,
    /// Everything that is wrong with the record, in the order of the recipe. None: it may be sent.
    pub problems: Vec<Problem>,
}

impl fmt::Debug for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The result is client data.
        f.debug_struct("Applied").field("problems", &self.problems).finish_non_exhaustive()
    }
}

/// One thing that is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// The canonical path that has no value because of it.
    pub path: String,
    /// A stable name of the reason, for programs.
    pub code: ProblemCode,
    /// The key in the source record.
    pub source: String,
    /// The reason in words, without the value itself: it may be logged.
    pub reason: String,
}

/// Why a value cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemCode {
    /// A required path has no value.
    Missing,
    /// The value is a list or an object where a single value is needed.
    NotSingle,
    /// Not a phone number.
    PhoneInvalid,
    /// Not an e-mail address.
    EmailInvalid,
    /// No such date, or more than one reading.
    DateInvalid,
    /// Not a US state.
    StateUnknown,
    /// Not in the table.
    NotInTable,
    /// The recipe's paths cannot stand beside each other.
    PathConflict,
}

impl Recipe {
    /// Reads a recipe from JSON.
    ///
    /// # Errors
    /// `invalid_input` with line and column, or with the place of a path that is none.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let recipe: Self =
            serde_json::from_str(text).map_err(|cause| Error::unreadable_json("the recipe", "recipe", &cause))?;
        for (position, field) in recipe.fields.iter().enumerate() {
            Path::parse(&field.to, || format!("fields.{position}.to"))?;
            if field.treatment == Treatment::Lookup && field.table.is_empty() {
                return Err(Error::invalid_input(format!("fields.{position}.table"), "a lookup needs a table"));
            }
        }
        for (position, path) in recipe.required.iter().enumerate() {
            Path::parse(path, || format!("required.{position}"))?;
        }
        Ok(recipe)
    }

    /// Applies the recipe to one record, an object of source keys.
    ///
    /// Missing, null and blank sources are left out, never written as blank. Never fails: whatever is wrong is among the
    /// problems.
    pub fn apply(&self, record: &Value) -> Applied {
        let mut result = Value::Object(Map::new());
        let mut problems: Vec<Problem> = Vec::new();
        for field in &self.fields {
            let Some(text) = record.get(&field.from).and_then(|value| single(field, value, &mut problems)) else {
                continue;
            };
            match treatment::treat(field, &text) {
                Ok(value) => {
                    let written = Path::parse(&field.to, || field.to.clone())
                        .is_ok_and(|path| path.set(&mut result, Value::String(value)));
                    if !written {
                        problems.push(
                            field.problem(ProblemCode::PathConflict, "this path stands inside that of another field"),
                        );
                    }
                }
                Err((code, reason)) => problems.push(field.problem(code, reason)),
            }
        }
        for path in &self.required {
            let there = Path::parse(path, || path.clone()).is_ok_and(|parsed| parsed.get(&result).is_some());
            if !there && problems.iter().all(|problem| problem.path != *path) {
                let source = self.fields.iter().find(|field| field.to == *path).map(|field| field.from.clone());
                problems.push(Problem {
                    path: path.clone(),
                    code: ProblemCode::Missing,
                    source: source.unwrap_or_default(),
                    reason: "required, but missing or blank".to_owned(),
                });
            }
        }
        Applied { result, problems }
    }
}

impl Field {
    fn problem(&self, code: ProblemCode, reason: impl Into<String>) -> Problem {
        Problem { path: self.to.clone(), code, source: self.from.clone(), reason: reason.into() }
    }
}

/// A source value as trimmed text; none if it is missing, null or blank.
fn single(field: &Field, value: &Value, problems: &mut Vec<Problem>) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => trim(text).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Array(_) | Value::Object(_) => {
            problems.push(field.problem(ProblemCode::NotSingle, "expected a single value, found a list or an object"));
            return None;
        }
    };
    (!text.is_empty()).then_some(text)
}

/// The one definition of trimming: white space as Unicode defines it, and the marks without width that spreadsheets and
/// web pages leave behind. What is nothing after it is blank.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}'))
}
