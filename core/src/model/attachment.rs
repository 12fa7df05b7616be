//! [`Attachment`].

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{redacted_debug, text};

/// A file on a case, visible to every firm that takes part in it (`documented`).
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Attachment {
    /// Id of the attachment (`assumed`).
    #[serde(rename = "_id", default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub id: Option<String>,
    /// Where to download it; works for a few hours only, so keep your own copy (`documented`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub url: Option<String>,
    /// File name (`assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub name: Option<String>,
    /// The case it belongs to (`assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub case_id: Option<String>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

redacted_debug!(Attachment { id, url, name, case_id });
