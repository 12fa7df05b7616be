//! Reading stored events.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer;
use super::draft::Draft;
use super::{Operation, OperationName};
use crate::credentials::PrivateKey;
use crate::error::Error;
use crate::event::EventName;
use crate::exchange::{Config, Context, HttpRequest, HttpResponse};

/// `stored_events.list`: the stored events of a date range (`documented`; names, paging and whether reading consumes
/// them are not public, so keep what you read before you go on).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListStoredEvents {
    /// Beginning of the range, RFC 3339, for example `2026-01-31T00:00:00Z`; included (`assumed`).
    pub from: String,
    /// End of the range, RFC 3339; excluded (`assumed`).
    pub to: String,
    /// Only this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventName>,
    /// Page, from 1 (`assumed`); none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Events per page (`assumed`); none for the server's own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl ListStoredEvents {
    /// All events of a range.
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { from: from.into(), to: to.into(), event: None, page: None, limit: None }
    }

    /// Only this event.
    #[must_use]
    pub fn only(mut self, event: EventName) -> Self {
        self.event = Some(event);
        self
    }

    /// This page, from 1, of so many events.
    #[must_use]
    pub fn page(mut self, page: u32, limit: u32) -> Self {
        self.page = Some(page);
        self.limit = Some(limit);
        self
    }
}

/// The stored events of one answer, in the server's order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredEvents {
    /// The events.
    pub events: Vec<StoredEvent>,
}

/// One stored event.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredEvent {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Which event it is, if it says so.
    pub event: Option<EventName>,
    /// Id of the mapping with which it was stored, if it says so.
    pub mapping_id: Option<String>,
    /// When it occurred, as the server wrote it.
    pub occurred_at: Option<String>,
    /// The mapped object, in your field names as they were when it occurred (`documented`).
    pub payload: Value,
    /// The whole record as it came.
    pub raw: Value,
}

impl fmt::Debug for StoredEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The payload is client data.
        f.debug_struct("StoredEvent")
            .field("id", &self.id)
            .field("event", &self.event)
            .field("occurred_at", &self.occurred_at)
            .finish_non_exhaustive()
    }
}

impl Operation for ListStoredEvents {
    type Key = PrivateKey;
    type Output = StoredEvents;
    const NAME: OperationName = OperationName::StoredEventsList;

    fn encode(&self, config: &Config<PrivateKey>, _context: &Context) -> Result<HttpRequest, Error> {
        let mut draft = Draft::new::<Self>(config)?;
        draft.argument("from", &self.from, None)?;
        draft.argument("to", &self.to, None)?;
        if let Some(event) = &self.event {
            draft.argument("event", event.written(&config.contract), None)?;
        }
        for (name, number) in [("page", self.page), ("limit", self.limit)] {
            if let Some(number) = number {
                draft.argument(name, &number.to_string(), None)?;
            }
        }
        draft.empty()
    }

    fn decode(&self, config: &Config<PrivateKey>, response: &HttpResponse) -> Result<StoredEvents, Error> {
        let contract = &config.contract;
        // 204 says "none" without a body.
        if response.status == 204 {
            return Ok(StoredEvents { events: Vec::new() });
        }
        let reading = answer::read(response);
        let Some(list) = answer::list(contract, &reading.answer.body) else {
            return Err(reading.unreadable("the list of events"));
        };
        let record = &contract.records.stored_event;
        let events = list
            .iter()
            .map(|raw| {
                let object = raw.as_object();
                let text = |field| object.and_then(|object| record.read_text(object, field));
                let payload = object.and_then(|object| record.read(object, "payload")).unwrap_or(raw);
                StoredEvent {
                    id: text("id"),
                    event: text("event").map(|name| EventName::read(contract, &name)),
                    mapping_id: text("mapping_id"),
                    occurred_at: text("occurred_at"),
                    payload: payload.clone(),
                    raw: raw.clone(),
                }
            })
            .collect();
        Ok(StoredEvents { events })
    }
}
