//! The firm's webhook endpoint: a real HTTP server that believes nothing without a signature.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use lexamica::contract::Contract;
use lexamica::event::EventName;
use lexamica::mapping::{ID_PATH, Mapping};
use lexamica::webhook::{Secrets, verify};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::Failure;

/// A verified event.
pub(crate) struct Event {
    pub(crate) name: EventName,
    /// The object in Lexamica's canonical form, whatever the firm's names are.
    pub(crate) canonical: Value,
}

/// The endpoint and what it has seen.
pub(crate) struct Receiver {
    address: String,
    events: mpsc::UnboundedReceiver<Event>,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    verified: usize,
    refused: usize,
    case_ids: HashMap<EventName, Vec<String>>,
}

struct Shared {
    secrets: Secrets,
    mappings: HashMap<String, (EventName, Mapping)>,
    events: mpsc::UnboundedSender<Event>,
    seen: Arc<Mutex<Seen>>,
}

impl Receiver {
    /// Listens on a free port. One address per event, because no header that names the event is documented.
    pub(crate) async fn start(
        secret: &str,
        subscriptions: impl IntoIterator<Item = (EventName, Mapping)>,
    ) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let (sender, events) = mpsc::unbounded_channel();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Shared {
            secrets: Secrets::new([secret])?,
            mappings: subscriptions
                .into_iter()
                .map(|(event, mapping)| (event.as_str().to_owned(), (event, mapping)))
                .collect(),
            events: sender,
            seen: seen.clone(),
        };
        let router = Router::new().route("/hooks/{event}", post(receive)).with_state(Arc::new(shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, events, seen })
    }

    /// The address to subscribe for an event.
    pub(crate) fn url(&self, event: &EventName) -> String {
        format!("{}/hooks/{event}", self.address)
    }

    /// The next event, as soon as there is one.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// An event that is there already.
    pub(crate) fn ready(&mut self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    pub(crate) fn case_ids(&self, event: &EventName) -> Vec<String> {
        self.seen().case_ids.get(event).cloned().unwrap_or_default()
    }

    pub(crate) fn verified(&self) -> usize {
        self.seen().verified
    }

    pub(crate) fn refused(&self) -> usize {
        self.seen().refused
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn receive(
    State(shared): State<Arc<Shared>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    // The raw bytes: a body that was parsed and written again no longer fits its signature.
    body: Bytes,
) -> StatusCode {
    let headers: Vec<(String, String)> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let mut seen = shared.seen.lock().unwrap_or_else(PoisonError::into_inner);
    if let Err(error) = verify(Contract::builtin(), &headers, &body, &shared.secrets) {
        eprintln!("a delivery was refused: {error}");
        seen.refused += 1;
        return StatusCode::UNAUTHORIZED;
    }
    let Some((name, mapping)) = shared.mappings.get(&event) else { return StatusCode::NOT_FOUND };
    let Some(canonical) = serde_json::from_slice(&body).ok().and_then(|payload: Value| mapping.inbound(&payload).ok())
    else {
        return StatusCode::UNPROCESSABLE_ENTITY;
    };
    seen.verified += 1;
    if let Some(id) = text(&canonical, ID_PATH) {
        let ids = seen.case_ids.entry(name.clone()).or_default();
        // Deliveries come at least once, so the same case may come again.
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    // A program with more to do would store the event, answer, and work afterwards.
    let _ = shared.events.send(Event { name: name.clone(), canonical });
    StatusCode::OK
}

/// The id of the case in a payload that is in the firm's names.
pub(crate) fn case_id(mapping: &Mapping, payload: &Value) -> Option<String> {
    text(&mapping.inbound(payload).ok()?, ID_PATH)
}

/// A text at a dotted path.
pub(crate) fn text(value: &Value, path: &str) -> Option<String> {
    path.split('.').try_fold(value, |value, key| value.get(key))?.as_str().map(str::to_owned)
}
