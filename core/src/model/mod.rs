//! Canonical types: what a case, an invitation, an update or an attachment is, whatever names a firm gives its fields.
//!
//! Every field is optional, because a handler sees only a preview before it accepts (`assumed`) and because
//! a firm's mapping may leave fields out. Fields that this version does not know are kept in `extra`.

mod attachment;
mod case;
mod case_invitation;
mod case_update;
mod text;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use attachment::Attachment;
pub use case::{Address, Case, Client, Incident};
pub use case_invitation::{CaseInvitation, Referral};
pub use case_update::CaseUpdate;

/// The canonical path of a case's type, whose value must be in the firm's list to the letter (`observed`: any other
/// becomes "Other" and is never referred).
pub const CASE_TYPE_PATH: &str = "caseType";

/// The kind of object that a mapping describes; one mapping is bound to one model (`documented`, mapping engine).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Model {
    /// A case or matter: the client, the incident, the case type (`documented`).
    Case,
    /// A request to one firm to take a case (`documented`).
    CaseInvitation,
    /// A status note on a case (`documented`).
    CaseUpdate,
    /// A file on a case (`documented`).
    Attachment,
    /// A model that this version does not know; its name is passed through unchanged.
    Other(String),
}

impl Model {
    /// Reads a model's name. Never fails: an unknown name becomes [`Model::Other`].
    pub fn parse(name: &str) -> Self {
        match name {
            "Case" => Self::Case,
            "CaseInvitation" => Self::CaseInvitation,
            "CaseUpdate" => Self::CaseUpdate,
            "Attachment" => Self::Attachment,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The model's name as the mapping engine spells it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Case => "Case",
            Self::CaseInvitation => "CaseInvitation",
            Self::CaseUpdate => "CaseUpdate",
            Self::Attachment => "Attachment",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Model {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Model {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|name| Self::parse(&name))
    }
}

/// Implements a `Debug` that shows which fields are set and never their values: they are client data.
macro_rules! redacted_debug {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut shown = f.debug_struct(stringify!($type));
                $( if self.$field.is_some() { shown.field(stringify!($field), &"[set]"); } )+
                shown.finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use redacted_debug;
