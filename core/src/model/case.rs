//! [`Case`] and the parts of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{redacted_debug, text};

/// A case as it is sent to, and returned by, Lexamica.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Case {
    /// Lexamica's id of the case, an opaque text (`documented` for mappings as `_id`, `assumed` here).
    #[serde(rename = "_id", default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub id: Option<String>,
    /// Case type. A value that is not exactly on the firm's list becomes "Other" and is never referred,
    /// although the call succeeds (`observed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub case_type: Option<String>,
    /// The client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Client>,
    /// The incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Incident>,
    /// The whole intake as one text (`observed` in the public client as `Summary`; the path is `assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub summary: Option<String>,
    /// Label of the stage the case is in (`assumed` path, the label itself is `documented`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub stage: Option<String>,
    /// Your own key of this lead, by which a case is found again after an unclear failure (`assumed` path).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub external_reference: Option<String>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

redacted_debug!(Case { id, case_type, client, incident, summary, stage, external_reference });

/// The person whose case it is.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Client {
    /// First name (`documented`, `client.firstName`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub first_name: Option<String>,
    /// Last name (`assumed`, `client.lastName`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub last_name: Option<String>,
    /// E-mail address (`documented`, `client.email`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub email: Option<String>,
    /// Phone number; this library writes E.164, for example `+12105550123` (`assumed`, `client.phone`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub phone: Option<String>,
    /// Where the client lives (`assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

redacted_debug!(Client { first_name, last_name, email, phone, address });

/// What happened, when and where.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Incident {
    /// Date as `YYYY-MM-DD`, without time or zone (`documented` path `incident.date`; format `observed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub date: Option<String>,
    /// What happened, in words (`assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub description: Option<String>,
    /// Where it happened (`assumed`; the state is required by one known firm, `observed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

redacted_debug!(Incident { date, description, address });

/// A postal address.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Address {
    /// Street and number (`assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub street: Option<String>,
    /// City (`assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub city: Option<String>,
    /// Two-letter state code, for example `TX` (`observed`: the public client sends two letters).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub state: Option<String>,
    /// Postal code (`assumed`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::optional")]
    pub postal_code: Option<String>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

redacted_debug!(Address { street, city, state, postal_code });
