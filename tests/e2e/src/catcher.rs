//! Catches webhook deliveries as they arrive, byte for byte, and hands them to a test that asks by reference.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::{get, post};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long a test waits for a delivery before it is told that there is none.
const PATIENCE: Duration = Duration::from_secs(10);

/// One delivery as it arrived.
#[derive(Clone)]
pub struct Delivery {
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// Its body, untouched.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery").field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

type Caught = HashMap<String, Delivery>;

/// A server that takes deliveries at `/hook/{key}`, where `key` names the field that holds the reference, and gives them
/// out at `/deliveries/{reference}`.
#[derive(Debug)]
pub struct Catcher {
    /// Its address.
    pub base_url: String,
    caught: watch::Receiver<Caught>,
}

impl Catcher {
    /// Listens on a free port.
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let (sender, caught) = watch::channel(Caught::new());
        let router = Router::new()
            .route("/hook/{key}", post(catch))
            .route("/deliveries/{reference}", get(give))
            .with_state(Arc::new((sender, caught.clone())));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { base_url, caught })
    }

    /// The delivery with this reference, as soon as it is there; none after ten seconds.
    pub async fn delivery(&self, reference: &str) -> Option<Delivery> {
        wait(self.caught.clone(), reference).await
    }
}

type Shared = Arc<(watch::Sender<Caught>, watch::Receiver<Caught>)>;

async fn catch(State(shared): State<Shared>, Path(key): Path<String>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let reference = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|payload| payload.get(&key).and_then(Value::as_str).map(str::to_owned));
    let Some(reference) = reference else { return StatusCode::UNPROCESSABLE_ENTITY };
    let headers = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    shared.0.send_modify(|caught| {
        caught.insert(reference, Delivery { headers, body: body.to_vec() });
    });
    StatusCode::OK
}

async fn give(State(shared): State<Shared>, Path(reference): Path<String>) -> (StatusCode, HeaderMap, Vec<u8>) {
    // A page on another port must be able to read the answer, signature included.
    let mut headers = HeaderMap::new();
    headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
    headers.insert("access-control-expose-headers", HeaderValue::from_static("*"));
    headers.insert("content-type", HeaderValue::from_static("application/octet-stream"));
    let Some(delivery) = wait(shared.1.clone(), &reference).await else {
        return (StatusCode::NOT_FOUND, headers, Vec::new());
    };
    for (name, value) in delivery.headers.iter().filter(|(name, _)| name.starts_with("x-")) {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
            headers.insert(name, value);
        }
    }
    (StatusCode::OK, headers, delivery.body)
}

async fn wait(mut caught: watch::Receiver<Caught>, reference: &str) -> Option<Delivery> {
    let found = caught.wait_for(|caught| caught.contains_key(reference));
    let caught = tokio::time::timeout(PATIENCE, found).await.ok()?.ok()?;
    caught.get(reference).cloned()
}
