//! Reading a recipe's JSON by hand, so that every mistake is found in one go and named with its place.

use serde_json::{Map, Value};

use super::nearest::nearest;
use crate::error::Error;

/// Everything that is wrong with a recipe, each with its place.
#[derive(Debug, Default)]
pub(super) struct Mistakes(Vec<(String, String)>);

impl Mistakes {
    pub(super) fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.0.push((place.into(), what.into()));
    }

    /// One error that names all of them, at the place of the first.
    pub(super) fn into_result(self) -> Result<(), Error> {
        let mut mistakes = self.0.into_iter();
        let Some((place, mut detail)) = mistakes.next() else { return Ok(()) };
        for (place, what) in mistakes {
            detail.push_str(&format!("; {place}: {what}"));
        }
        Err(Error::invalid_input(place, detail))
    }
}

/// An object of the recipe, from which entries are taken; what is left in the end is unknown.
pub(super) struct Reader<'m> {
    left: Map<String, Value>,
    place: String,
    known: Vec<&'static str>,
    mistakes: &'m mut Mistakes,
}

impl<'m> Reader<'m> {
    /// Of an object; anything else is a mistake, and an empty object then.
    pub(super) fn new(value: Value, place: impl Into<String>, mistakes: &'m mut Mistakes) -> Self {
        let place = place.into();
        let left = match value {
            Value::Object(object) => object,
            _ => {
                mistakes.add(place.as_str(), "expected an object");
                Map::new()
            }
        };
        Self { left, place, known: Vec::new(), mistakes }
    }

    /// The place of an entry.
    pub(super) fn place(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    pub(super) fn mistake(&mut self, key: &str, what: impl Into<String>) {
        let place = if key.is_empty() { self.place.clone() } else { self.place(key) };
        self.mistakes.add(place, what);
    }

    pub(super) fn mistakes(&mut self) -> &mut Mistakes {
        self.mistakes
    }

    pub(super) fn take(&mut self, key: &'static str) -> Option<Value> {
        self.known.push(key);
        self.left.remove(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.left.contains_key(key)
    }

    /// An entry read by `read`, which says what was expected if the entry is something else.
    fn typed<T>(&mut self, key: &'static str, expected: &str, read: impl Fn(Value) -> Option<T>) -> Option<T> {
        let value = self.take(key)?;
        let read = read(value);
        if read.is_none() {
            self.mistake(key, format!("expected {expected}"));
        }
        read
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        self.typed(key, "text", text)
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.typed(key, "true or false", |value| value.as_bool())
    }

    pub(super) fn integer(&mut self, key: &'static str) -> Option<u64> {
        self.typed(key, "a whole number", |value| value.as_u64())
    }

    pub(super) fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        self.typed(key, "a list of texts", |value| match value {
            Value::Array(items) => items.into_iter().map(text).collect(),
            _ => None,
        })
    }

    /// A list that is not empty, with the place of each item.
    pub(super) fn list(&mut self, key: &'static str) -> Option<Vec<(String, Value)>> {
        let items = self.typed(key, "a list that is not empty", |value| match value {
            Value::Array(items) if !items.is_empty() => Some(items),
            _ => None,
        })?;
        Some(items.into_iter().enumerate().map(|(index, item)| (self.place(&format!("{key}.{index}")), item)).collect())
    }

    /// An object that is not empty.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Map<String, Value>> {
        self.typed(key, "an object that is not empty", |value| match value {
            Value::Object(object) if !object.is_empty() => Some(object),
            _ => None,
        })
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let expected = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        self.typed(key, &format!("one of {expected}"), |value| {
            words.iter().find(|(word, _)| value.as_str() == Some(word)).map(|(_, meaning)| *meaning)
        })
    }

    /// A value to write: any JSON but null, blank and empty ones.
    pub(super) fn value(&mut self, key: &'static str) -> Option<Value> {
        self.typed(key, "a value that is not blank", |value| (!super::blank::is_nothing(&value, &[])).then_some(value))
    }

    /// The end: what was not taken is a mistake.
    pub(super) fn finish(self) -> Vec<&'static str> {
        let Self { left, place, known, mistakes } = self;
        for key in left.keys() {
            let near = nearest(key, known.iter().copied());
            let hint = near.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let at = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
            mistakes.add(at, format!("unknown here{hint}"));
        }
        known
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}
