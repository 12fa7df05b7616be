//! The wire as this sandbox speaks it, read from a data file.
//!
//! Half of the real service's spellings are not public. Each profile is one guess, spelled out here independently of
//! the client library's contract, so that a client is tested against something that cannot share its mistakes.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::StartError;
use crate::event::EventKind;

const DEFAULT: &str = include_str!("../profiles/default.json");

/// What a route does. The profile says by which method and path it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[non_exhaustive]
pub enum Operation {
    /// Creates a mapping.
    #[serde(rename = "mapping.create")]
    MappingCreate,
    /// Lists the mappings.
    #[serde(rename = "mapping.list")]
    MappingList,
    /// Reads one mapping.
    #[serde(rename = "mapping.get")]
    MappingGet,
    /// Replaces one mapping.
    #[serde(rename = "mapping.replace")]
    MappingReplace,
    /// Deletes one mapping.
    #[serde(rename = "mapping.delete")]
    MappingDelete,
    /// Creates a webhook subscription.
    #[serde(rename = "webhookSubscription.create")]
    WebhookSubscriptionCreate,
    /// Lists the webhook subscriptions.
    #[serde(rename = "webhookSubscription.list")]
    WebhookSubscriptionList,
    /// Reads one webhook subscription.
    #[serde(rename = "webhookSubscription.get")]
    WebhookSubscriptionGet,
    /// Replaces one webhook subscription.
    #[serde(rename = "webhookSubscription.replace")]
    WebhookSubscriptionReplace,
    /// Deletes one webhook subscription.
    #[serde(rename = "webhookSubscription.delete")]
    WebhookSubscriptionDelete,
    /// Creates a stored-event subscription.
    #[serde(rename = "storedEventSubscription.create")]
    StoredEventSubscriptionCreate,
    /// Lists the stored-event subscriptions.
    #[serde(rename = "storedEventSubscription.list")]
    StoredEventSubscriptionList,
    /// Reads one stored-event subscription.
    #[serde(rename = "storedEventSubscription.get")]
    StoredEventSubscriptionGet,
    /// Replaces one stored-event subscription.
    #[serde(rename = "storedEventSubscription.replace")]
    StoredEventSubscriptionReplace,
    /// Deletes one stored-event subscription.
    #[serde(rename = "storedEventSubscription.delete")]
    StoredEventSubscriptionDelete,
    /// Reads stored events.
    #[serde(rename = "storedEvent.list")]
    StoredEventList,
    /// Creates a case and hands it to the relay.
    #[serde(rename = "case.send")]
    CaseSend,
    /// Uploads a file to a case.
    #[serde(rename = "file.upload")]
    FileUpload,
    /// Downloads a file by its short-lived address.
    #[serde(rename = "file.download")]
    FileDownload,
}

impl Operation {
    /// The placeholders that the operation's path must hold.
    fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::MappingCreate
            | Self::MappingList
            | Self::WebhookSubscriptionCreate
            | Self::WebhookSubscriptionList
            | Self::StoredEventSubscriptionCreate
            | Self::StoredEventSubscriptionList
            | Self::StoredEventList => &["organizationId"],
            Self::MappingGet
            | Self::MappingReplace
            | Self::MappingDelete
            | Self::WebhookSubscriptionGet
            | Self::WebhookSubscriptionReplace
            | Self::WebhookSubscriptionDelete
            | Self::StoredEventSubscriptionGet
            | Self::StoredEventSubscriptionReplace
            | Self::StoredEventSubscriptionDelete => &["organizationId", "id"],
            Self::CaseSend | Self::FileUpload => &["organizationId", "mappingId"],
            Self::FileDownload => &["token", "name"],
        }
    }
}

/// Which key a route asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyTier {
    /// No key.
    None,
    /// The Public Key, for sending data in.
    Public,
    /// The Private Key, for administration.
    Private,
}

/// How one operation is reached.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// HTTP method.
    pub method: String,
    /// Path with `{placeholders}` for whole segments.
    pub path: String,
    /// The key that is needed.
    pub key: KeyTier,
    /// Status of a successful answer.
    #[serde(default = "ok_status")]
    pub status: u16,
}

fn ok_status() -> u16 {
    200
}

/// How keys travel.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthWire {
    /// Header that carries the key.
    pub header: String,
    /// Word before the key in that header.
    pub scheme: String,
    /// Query parameter that may carry the Public Key.
    pub public_query_parameter: String,
}

/// Keys of a mapping's JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingWire {
    /// Key of the name.
    pub name: String,
    /// Key of the model.
    pub model: String,
    /// Key of the list of pairs.
    pub fields: String,
    /// Key of the firm's name within a pair.
    pub yours: String,
    /// Key of Lexamica's path within a pair.
    pub lexamica: String,
}

/// Keys of a subscription's JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionWire {
    /// Key of the event's name.
    pub event: String,
    /// Key of the mapping's id.
    pub mapping: String,
    /// Key of the target address.
    pub url: String,
    /// Key of the secret; only read, never answered.
    pub secret: String,
    /// Key of the time of creation.
    pub created: String,
}

/// Names used when stored events are read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredEventWire {
    /// Query parameters.
    pub query: StoredEventQueryWire,
    /// Keys of one event.
    pub record: StoredEventRecordWire,
}

/// Query parameters of the reading of stored events.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredEventQueryWire {
    /// Start of the range, inclusive.
    pub from: String,
    /// End of the range, exclusive.
    pub to: String,
    /// Only events of this name.
    pub event: String,
    /// Page number, from 1.
    pub page: String,
    /// Events per page.
    pub limit: String,
}

/// Keys of one stored event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredEventRecordWire {
    /// Key of the event's name.
    pub event: String,
    /// Key of the mapping's id.
    pub mapping: String,
    /// Key of the time it happened.
    pub created: String,
    /// Key of the mapped object.
    pub payload: String,
}

/// Headers of a webhook delivery.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WebhookWire {
    /// Header of the signature.
    pub signature_header: String,
    /// Header of the event's name.
    pub event_header: String,
    /// Header of the delivery's id.
    pub delivery_header: String,
}

/// Names used by file operations.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileWire {
    /// Name of the part that holds the file. Any single part with a file name is taken as well.
    pub part: String,
    /// Names under which the case id is found, after the one that the mapping gives it.
    pub case_id_names: Vec<String>,
    /// Keys of the answer.
    pub answer: FileAnswerWire,
}

/// Keys of the answer to an upload.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileAnswerWire {
    /// Key of the download address.
    pub url: String,
    /// Key of the file's name.
    pub name: String,
    /// Key of the size in bytes.
    pub size: String,
}

/// Keys of an error's JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorWire {
    /// Key of the sentence.
    pub message: String,
    /// Key of the code.
    pub code: String,
}

/// One spelling of the whole wire.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// Name for people.
    pub name: String,
    /// Whether pages on localhost may call the service.
    pub cors: bool,
    /// Key of ids in what the service answers.
    pub id: String,
    /// How keys travel.
    pub auth: AuthWire,
    /// The operations that exist, and where.
    pub routes: BTreeMap<Operation, Route>,
    /// Keys of a mapping.
    pub mapping: MappingWire,
    /// Keys of a subscription.
    pub subscription: SubscriptionWire,
    /// Names of stored events.
    pub stored_event: StoredEventWire,
    /// Headers of a delivery.
    pub webhook: WebhookWire,
    /// Names of file operations.
    pub file: FileWire,
    /// Keys of an error.
    pub error: ErrorWire,
    /// Names of the events.
    pub events: BTreeMap<EventKind, String>,
}

impl Profile {
    /// The profile that is compiled in.
    ///
    /// # Errors
    /// Never, unless `profiles/default.json` was broken; a test watches over it.
    pub fn default_profile() -> Result<Self, StartError> {
        Self::from_json(DEFAULT)
    }

    /// Reads a profile from a file.
    ///
    /// # Errors
    /// If the file cannot be read, or is not a profile; the message names the line.
    pub fn load(path: &Path) -> Result<Self, StartError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| StartError::new(format!("the profile {} cannot be read: {cause}", path.display())))?;
        Self::from_json(&text)
    }

    /// Reads a profile from its text.
    ///
    /// # Errors
    /// If it is not a profile, or two of its routes are the same.
    pub fn from_json(text: &str) -> Result<Self, StartError> {
        let profile: Self =
            serde_json::from_str(text).map_err(|cause| StartError::new(format!("the profile is unusable: {cause}")))?;
        profile.check()?;
        Ok(profile)
    }

    /// The name of an event on the wire.
    pub fn event_name(&self, kind: EventKind) -> Option<&str> {
        self.events.get(&kind).map(String::as_str)
    }

    /// The event of that name.
    pub fn event_kind(&self, name: &str) -> Option<EventKind> {
        self.events.iter().find(|(_, known)| known.as_str() == name).map(|(kind, _)| *kind)
    }

    /// The path of an operation with its placeholders filled in, for printing and for addresses of files.
    pub fn path(&self, operation: Operation, values: &[(&str, &str)]) -> Option<String> {
        let mut path = self.routes.get(&operation)?.path.clone();
        for (name, value) in values {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        Some(path)
    }

    fn check(&self) -> Result<(), StartError> {
        let mut seen: Vec<(String, String)> = Vec::new();
        for (operation, route) in &self.routes {
            for name in operation.placeholders() {
                if !route.path.split('/').any(|segment| segment == format!("{{{name}}}")) {
                    return Err(StartError::new(format!("profile: the path of {operation:?} lacks {{{name}}}")));
                }
            }
            if !(200..300).contains(&route.status) {
                return Err(StartError::new(format!("profile: the status of {operation:?} is not a success")));
            }
            // Placeholders of any name match the same requests.
            let shape: Vec<&str> =
                route.path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect();
            let shape = (route.method.to_ascii_uppercase(), shape.join("/"));
            if seen.contains(&shape) {
                return Err(StartError::new(format!(
                    "profile: {operation:?} has the method and path of another route"
                )));
            }
            seen.push(shape);
        }
        for name in [&self.webhook.signature_header, &self.webhook.event_header, &self.webhook.delivery_header] {
            if axum::http::HeaderName::try_from(name.as_str()).is_err() {
                return Err(StartError::new(format!("profile: `{name}` is not a header name")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_profile_is_usable() {
        let profile = Profile::default_profile().unwrap();
        assert_eq!(profile.event_kind("Case Created"), Some(EventKind::CaseCreated));
        assert_eq!(profile.event_kind("case created"), None);
    }

    #[test]
    fn a_path_without_its_placeholder_is_refused() {
        let text = DEFAULT.replace("inbound-webhooks/case/{mappingId}/send", "inbound-webhooks/case/send");
        assert!(Profile::from_json(&text).unwrap_err().to_string().contains("mappingId"));
    }

    #[test]
    fn two_operations_on_one_route_are_refused() {
        let text = DEFAULT.replace("{mappingId}/file/upload", "{mappingId}/send");
        assert!(Profile::from_json(&text).unwrap_err().to_string().contains("another route"));
    }
}
