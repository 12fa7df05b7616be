//! Subscribing to events, by webhook and by storage.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answer::{self, Answer};
use super::draft::Draft;
use super::{Operation, OperationName};
use crate::contract::{Contract, Record};
use crate::credentials::PrivateKey;
use crate::error::Error;
use crate::event::EventName;
use crate::exchange::{Config, Context, HttpRequest, HttpResponse};

/// `webhook_subscriptions.create`: Lexamica will POST one kind of event to an address, signed with a secret that you
/// choose (`documented`; its JSON `assumed`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateWebhookSubscription {
    /// The event.
    pub event: EventName,
    /// Id of the mapping in whose names the event is delivered.
    pub mapping_id: String,
    /// Your address. Use another one for each subscription, for example with the event in its path: no header that
    /// names the event is documented.
    pub url: String,
    /// Your secret: at least 16 characters of randomness.
    pub secret: String,
}

impl CreateWebhookSubscription {
    /// A subscription of one event.
    pub fn new(
        event: EventName,
        mapping_id: impl Into<String>,
        url: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        Self { event, mapping_id: mapping_id.into(), url: url.into(), secret: secret.into() }
    }
}

impl fmt::Debug for CreateWebhookSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the secret nor the address, which may hold a token.
        f.debug_struct("CreateWebhookSubscription")
            .field("event", &self.event)
            .field("mapping_id", &self.mapping_id)
            .finish_non_exhaustive()
    }
}

/// `stored_event_subscriptions.create`: Lexamica will store one kind of event for you to read (`documented`; its JSON
/// `assumed`). Events before the subscription are not available (`assumed`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateStoredEventSubscription {
    /// The event.
    pub event: EventName,
    /// Id of the mapping in whose names the event is stored.
    pub mapping_id: String,
}

impl CreateStoredEventSubscription {
    /// A subscription of one event.
    pub fn new(event: EventName, mapping_id: impl Into<String>) -> Self {
        Self { event, mapping_id: mapping_id.into() }
    }
}

macro_rules! subscription {
    ($(#[$doc:meta])* $type:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $type {
            /// Its id.
            pub id: String,
            /// The whole answer.
            pub answer: Answer,
        }
    };
}
subscription! {
    /// A webhook subscription as the server has it.
    WebhookSubscription
}
subscription! {
    /// A stored-event subscription as the server has it.
    StoredEventSubscription
}

impl Operation for CreateWebhookSubscription {
    type Key = PrivateKey;
    type Output = WebhookSubscription;
    const NAME: OperationName = OperationName::WebhookSubscriptionsCreate;

    fn encode(&self, config: &Config<PrivateKey>, _context: &Context) -> Result<HttpRequest, Error> {
        let lower = self.url.to_ascii_lowercase();
        if !lower.starts_with("https://") && !lower.starts_with("http://") {
            return Err(Error::invalid_input("url", "the address must begin with https://"));
        }
        crate::webhook::must_be_secret(&self.secret)
            .map_err(|error| Error::invalid_input("secret", error.detail().to_owned()))?;
        let record = &config.contract.records.webhook_subscription;
        let mut body = event_and_mapping(&config.contract, record, &self.event, &self.mapping_id)?;
        body.insert(record.written("url").to_owned(), Value::from(self.url.as_str()));
        body.insert(record.written("secret").to_owned(), Value::from(self.secret.as_str()));
        Draft::new::<Self>(config)?.json(body)
    }

    fn decode(&self, config: &Config<PrivateKey>, response: &HttpResponse) -> Result<WebhookSubscription, Error> {
        let (id, answer) = created(&config.contract, &config.contract.records.webhook_subscription, response)?;
        Ok(WebhookSubscription { id, answer })
    }
}

impl Operation for CreateStoredEventSubscription {
    type Key = PrivateKey;
    type Output = StoredEventSubscription;
    const NAME: OperationName = OperationName::StoredEventSubscriptionsCreate;

    fn encode(&self, config: &Config<PrivateKey>, _context: &Context) -> Result<HttpRequest, Error> {
        let record = &config.contract.records.stored_event_subscription;
        let body = event_and_mapping(&config.contract, record, &self.event, &self.mapping_id)?;
        Draft::new::<Self>(config)?.json(body)
    }

    fn decode(&self, config: &Config<PrivateKey>, response: &HttpResponse) -> Result<StoredEventSubscription, Error> {
        let (id, answer) = created(&config.contract, &config.contract.records.stored_event_subscription, response)?;
        Ok(StoredEventSubscription { id, answer })
    }
}

fn event_and_mapping(
    contract: &Contract,
    record: &Record,
    event: &EventName,
    mapping_id: &str,
) -> Result<Map<String, Value>, Error> {
    if mapping_id.trim().is_empty() {
        return Err(Error::invalid_input("mapping_id", "this value is blank"));
    }
    Ok(Map::from_iter([
        (record.written("event").to_owned(), Value::from(event.written(contract))),
        (record.written("mapping_id").to_owned(), Value::from(mapping_id)),
    ]))
}

fn created(contract: &Contract, record: &Record, response: &HttpResponse) -> Result<(String, Answer), Error> {
    let reading = answer::read(response);
    let id = answer::objects(contract, &reading.answer.body).find_map(|object| record.read_text(object, "id"));
    match id {
        Some(id) => Ok((id, reading.answer)),
        None => Err(reading.unreadable("the subscription's id")),
    }
}
