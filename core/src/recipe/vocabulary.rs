//! The words a firm's pipeline knows. A case type outside it becomes "Other" on Lexamica's side and is never referred,
//! although the call succeeds: so it is stopped here.

use serde_json::Value;

use super::nearest::nearest;
use super::problem::{ProblemCode, Refusal};
use super::reader::{Mistakes, Reader};

/// The exact values that a path may have.
///
/// ```
/// use lexamica::recipe::{Vocabulary, VocabularyMode};
///
/// let case_types = Vocabulary::new(["Dog Bite Injuries", "Motor Vehicle Accident"]);
/// assert_eq!(case_types.mode(), VocabularyMode::Strict);
/// assert!(case_types.contains("Dog Bite Injuries"));
/// assert!(!case_types.contains("dog bites"));
/// assert_eq!(case_types.nearest("dog bites"), ["Dog Bite Injuries"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    entries: Vec<String>,
    mode: VocabularyMode,
}

/// What happens to a value outside the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum VocabularyMode {
    /// It is a problem, and left out.
    #[default]
    Strict,
    /// It is a warning, and kept.
    Warn,
    /// It is kept.
    Off,
}

impl Vocabulary {
    /// A strict vocabulary of these entries.
    pub fn new<T: Into<String>>(entries: impl IntoIterator<Item = T>) -> Self {
        Self { entries: entries.into_iter().map(Into::into).collect(), mode: VocabularyMode::Strict }
    }

    /// The same with another mode.
    #[must_use]
    pub fn with_mode(mut self, mode: VocabularyMode) -> Self {
        self.mode = mode;
        self
    }

    /// What happens to a value outside it.
    pub fn mode(&self) -> VocabularyMode {
        self.mode
    }

    /// Whether the value is an entry, to the letter.
    pub fn contains(&self, value: &str) -> bool {
        self.entries.iter().any(|entry| entry == value)
    }

    /// Up to three entries that are most like the value: for a person to choose from, never to be substituted.
    pub fn nearest(&self, value: &str) -> Vec<&str> {
        nearest(value, self.entries.iter().map(String::as_str))
    }

    pub(super) fn read(value: Value, place: &str, mistakes: &mut Mistakes) -> Self {
        // The list alone is enough for the usual mode.
        let value = if value.is_array() { serde_json::json!({ "entries": value }) } else { value };
        let mut reader = Reader::new(value, place, mistakes);
        let entries = reader.texts("entries").unwrap_or_default();
        if entries.is_empty() {
            reader.mistake("entries", "a vocabulary needs entries");
        }
        let mode = reader.one_of(
            "mode",
            &[("strict", VocabularyMode::Strict), ("warn", VocabularyMode::Warn), ("off", VocabularyMode::Off)],
        );
        reader.finish();
        Self { entries, mode: mode.unwrap_or_default() }
    }

    /// Why the value is not in it; for a list, of its first item that is not.
    pub(super) fn refusal(&self, value: &Value) -> Option<Refusal> {
        if self.mode == VocabularyMode::Off {
            return None;
        }
        match value {
            Value::Array(items) => items.iter().find_map(|item| self.refusal(item)),
            Value::String(text) if self.contains(text) => None,
            Value::String(text) => Some(Refusal::new(
                ProblemCode::NotInVocabulary,
                format!("not an entry of the vocabulary; {}", hint(&self.nearest(text))),
            )),
            _ => Some(Refusal::new(ProblemCode::NotInVocabulary, "not a text, so not an entry of the vocabulary")),
        }
    }
}

/// The nearest entries in words.
pub(super) fn hint(near: &[&str]) -> String {
    if near.is_empty() {
        return "nothing in it is similar".to_owned();
    }
    format!("the nearest are {}", near.iter().map(|entry| format!("`{entry}`")).collect::<Vec<_>>().join(", "))
}
