//! [`CaseUpdate`].

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{redacted_debug, text};

/// A status note on a case, owed at least every 90 days (`documented`).
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CaseUpdate {
    /// Id of the update (`assumed`).
    #[serde(rename = "_id", default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub id: Option<String>,
    /// Title (`documented` as part of the payload; path `assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub title: Option<String>,
    /// Text of the note (`documented` as part of the payload; path `assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub content: Option<String>,
    /// When it was made (`documented` as part of the payload; path and format `assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub date: Option<String>,
    /// The case it is about (`documented` as part of the payload; path `assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub case_id: Option<String>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

redacted_debug!(CaseUpdate { id, title, content, date, case_id });
