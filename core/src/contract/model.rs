//! How the fields of a model are spelled.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Spelled;
use crate::error::Error;
use crate::mapping::Path;

/// The fields of one model: the canonical path in this library, and the path in Lexamica's mapping engine.
///
/// The two are the same until an override says otherwise, and then [`ModelContract::to_lexamica`] moves the value,
/// so that a wrong assumption about a path never drops a field in silence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelContract(BTreeMap<String, Spelled<String>>);

impl ModelContract {
    /// Every field: canonical path, and how Lexamica spells it.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Spelled<String>)> {
        self.0.iter().map(|(path, spelled)| (path.as_str(), spelled))
    }

    /// How Lexamica spells a canonical path; the path itself if the contract does not list it.
    pub fn spelled<'m>(&'m self, canonical: &'m str) -> &'m str {
        self.0.get(canonical).map_or(canonical, |spelled| spelled.get())
    }

    /// From this library's canonical object to one spelled as Lexamica's mapping engine spells it.
    ///
    /// # Errors
    /// `invalid_input` if an overridden path is no path, or collides with another.
    pub fn to_lexamica(&self, canonical: &Value) -> Result<Value, Error> {
        self.moved(canonical, |from, to| (from.to_owned(), to.to_owned()))
    }

    /// The way back of [`ModelContract::to_lexamica`].
    ///
    /// # Errors
    /// As [`ModelContract::to_lexamica`].
    pub fn to_canonical(&self, lexamica: &Value) -> Result<Value, Error> {
        self.moved(lexamica, |from, to| (to.to_owned(), from.to_owned()))
    }

    fn moved(&self, source: &Value, direction: impl Fn(&str, &str) -> (String, String)) -> Result<Value, Error> {
        let mut result = source.clone();
        let mut moved = Vec::new();
        for (canonical, spelled) in &self.0 {
            if canonical == spelled.get() {
                continue;
            }
            let (from, to) = direction(canonical, spelled.get());
            if let Some(value) = Path::parse(&from, || from.clone())?.get(source) {
                moved.push((to, value.clone()));
                remove(&mut result, &from);
            }
        }
        for (to, value) in moved {
            if !Path::parse(&to, || to.clone())?.set(&mut result, value) {
                return Err(Error::invalid_input(to, "this path stands inside another field's; correct the override"));
            }
        }
        Ok(result)
    }
}

/// Removes a value, and the objects that are empty without it.
fn remove(value: &mut Value, path: &str) {
    fn inside(object: &mut Map<String, Value>, path: &str) {
        match path.split_once('.') {
            None => {
                object.shift_remove(path);
            }
            Some((first, rest)) => {
                let Some(Value::Object(inner)) = object.get_mut(first) else { return };
                inside(inner, rest);
                if inner.is_empty() {
                    object.shift_remove(first);
                }
            }
        }
    }
    if let Value::Object(object) = value {
        inside(object, path);
    }
}
