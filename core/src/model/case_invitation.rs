//! [`CaseInvitation`].

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Case, redacted_debug, text};

/// A request to one firm to take a case, and what became of it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CaseInvitation {
    /// Id of the invitation (`assumed`).
    #[serde(rename = "_id", default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub id: Option<String>,
    /// Whether, or when, the firm accepted; the type is not documented, so it is kept as it came (`documented` path).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Value>,
    /// Whether, or when, the firm declined; kept as it came (`documented` path).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<Value>,
    /// When the invitation runs out, usually 24 to 72 hours after it was sent (`documented` path, ISO 8601 `assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub expires: Option<String>,
    /// The referral that this invitation belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
    /// The case, as far as the invited firm may see it: its id and a preview before acceptance (`assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

redacted_debug!(CaseInvitation { id, accepted, declined, expires, referral, case });

/// The referral of a case, of which each invited firm gets an invitation.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Referral {
    /// Id of the referral (`documented`, `referral._id`).
    #[serde(rename = "_id", default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub id: Option<String>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

redacted_debug!(Referral { id });
