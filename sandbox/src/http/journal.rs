//! The last requests and answers, for people who wonder what their program sent. Keys and secrets are taken out.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::http::query::Query;
use crate::http::reply::Reply;
use crate::http::routes::Target;
use crate::profile::Operation;

const KEPT: usize = 200;
/// Longer bodies are only counted, in bytes.
const BODY_LIMIT: usize = 4096;
const REDACTED: &str = "[redacted]";

/// The last requests.
#[derive(Default)]
pub(crate) struct Journal(Mutex<VecDeque<Value>>);

impl Journal {
    fn push(&self, entry: Value) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// Oldest first.
    pub(crate) fn list(&self) -> Vec<Value> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// One request on its way.
pub(crate) struct Entry {
    began: Instant,
    entry: Map<String, Value>,
    hidden: bool,
}

impl Entry {
    /// Notes what is known before the body is read.
    pub(crate) fn begin(app: &App, parts: &Parts) -> Self {
        let mut entry = Map::new();
        entry.insert("time".to_owned(), Value::from(iso(app.clock.now_ms())));
        entry.insert("method".to_owned(), Value::from(parts.method.as_str()));
        entry.insert("path".to_owned(), Value::from(redact(app, parts.uri.path())));
        entry.insert("query".to_owned(), query(app, parts.uri.query()));
        entry.insert("headers".to_owned(), headers(app, &parts.headers));
        // The pages about the sandbox are not traffic; a test that polls them would push everything else out.
        Self { began: Instant::now(), entry, hidden: parts.uri.path().starts_with("/_sandbox/") }
    }

    /// Notes the route and the body.
    pub(crate) fn saw(&mut self, app: &App, target: &Target<'_>, parts: &Parts, body: &Bytes) {
        let Target::Api(operation, route) = target else { return };
        if *operation == Operation::FileDownload {
            // The address itself is what opens the file.
            self.entry.insert("path".to_owned(), Value::from(route.path.clone()));
        }
        let is_json = parts
            .headers
            .get(axum::http::header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_none_or(|kind| kind.contains("json"));
        let shown = if is_json { self::body(app, body) } else { Value::from(format!("[{} bytes]", body.len())) };
        self.entry.insert("body".to_owned(), shown);
    }

    /// Notes the answer and files the entry.
    pub(crate) fn end(mut self, app: &App, reply: &Reply) {
        if self.hidden {
            return;
        }
        let shown =
            if reply.is_json { body(app, &reply.body) } else { Value::from(format!("[{} bytes]", reply.body.len())) };
        let took_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.entry.insert("status".to_owned(), Value::from(reply.status.as_u16()));
        self.entry.insert("answer".to_owned(), shown);
        self.entry.insert("tookMs".to_owned(), Value::from(took_ms));
        app.journal.push(Value::Object(self.entry));
    }
}

fn redact(app: &App, text: &str) -> String {
    text.replace(&app.organization.private_key, REDACTED).replace(&app.organization.public_key, REDACTED)
}

fn query(app: &App, raw: Option<&str>) -> Value {
    let known = &app.profile.stored_event.query;
    let known = [&known.from, &known.to, &known.event, &known.page, &known.limit];
    let shown = Query::parse(raw)
        .iter()
        .map(|(name, value)| {
            // Anything else may be a key under a wrong name.
            let plain = known.iter().any(|known| known.as_str() == name);
            (redact(app, name), Value::from(if plain { redact(app, value) } else { REDACTED.to_owned() }))
        })
        .collect();
    Value::Object(shown)
}

fn headers(app: &App, headers: &HeaderMap) -> Value {
    let mut shown = Map::new();
    for (name, value) in headers {
        let name = name.as_str();
        let secret = ["authorization", "cookie", "key", "token", "secret"].iter().any(|word| name.contains(word))
            || name.eq_ignore_ascii_case(&app.profile.auth.header);
        let text = if secret { REDACTED.to_owned() } else { redact(app, &String::from_utf8_lossy(value.as_bytes())) };
        shown.insert(name.to_owned(), Value::from(text));
    }
    Value::Object(shown)
}

/// A JSON body, with the secret of a subscription taken out. What is not JSON is only counted: a secret in it could
/// not be found.
fn body(app: &App, bytes: &Bytes) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    if bytes.len() > BODY_LIMIT {
        return Value::from(format!("[{} bytes]", bytes.len()));
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else {
        return json!(format!("[{} bytes, not JSON]", bytes.len()));
    };
    if let Some(secret) = value.get_mut(&app.profile.subscription.secret) {
        *secret = Value::from(REDACTED);
    }
    // Keys can stand anywhere in what a confused program sends; the text is the one place that has them all.
    let text = value.to_string();
    let clean = redact(app, &text);
    if clean == text { value } else { serde_json::from_str(&clean).unwrap_or(Value::from(REDACTED)) }
}
