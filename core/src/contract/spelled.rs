//! One spelling with where it comes from.

use serde::{Deserialize, Deserializer, Serialize};

/// How well a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Provenance {
    /// Stated in Lexamica's own public documentation.
    Documented,
    /// Seen in a public client that works.
    Observed,
    /// The most defensible guess; nothing public says so.
    Assumed,
    /// Given by you at run time.
    Overridden,
}

/// A spelling, how well it is known, and its source. In an override the bare value is enough.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Spelled<T> {
    value: T,
    provenance: Provenance,
    source: String,
}

impl<T> Spelled<T> {
    /// The spelling itself.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// How well it is known.
    pub fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// Where it comes from: a page of the documentation, or the reason of the assumption.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spelled<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either<T> {
            Full { value: T, provenance: Provenance, source: String },
            Bare(T),
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Full { value, provenance, source } => Self { value, provenance, source },
            Either::Bare(value) => {
                Self { value, provenance: Provenance::Overridden, source: "given at run time".to_owned() }
            }
        })
    }
}
