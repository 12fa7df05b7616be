//! The core's types as JavaScript sees them. Mirrors, so that the core needs no knowledge of JavaScript.

use lexamica::contract::Method;
use lexamica::error::ErrorData;
use lexamica::exchange;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// A result as data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Reply<T> {
    /// It worked.
    Ok(T),
    /// It did not.
    Error(ErrorData),
}

impl<T> From<Result<T, lexamica::Error>> for Reply<T> {
    fn from(result: Result<T, lexamica::Error>) -> Self {
        match result {
            Ok(value) => Self::Ok(value),
            Err(error) => Self::Error(error.to_data()),
        }
    }
}

/// See [`exchange::HttpRequest`].
#[derive(Serialize)]
pub(crate) struct Request {
    /// The verb.
    method: Method,
    /// The whole address.
    url: String,
    /// The headers.
    headers: Vec<(String, String)>,
    /// The body.
    body: Body,
}

/// See [`exchange::Body`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// These bytes.
    Bytes(ByteBuf),
    /// A file between these bytes.
    AroundFile {
        /// Before the file.
        prefix: ByteBuf,
        /// After it.
        suffix: ByteBuf,
    },
}

impl Request {
    /// None for a kind of body that this binding does not know, which a new core could bring.
    pub(crate) fn new(request: exchange::HttpRequest) -> Option<Self> {
        let body = match request.body {
            exchange::Body::Empty => Body::Empty,
            exchange::Body::Bytes(bytes) => Body::Bytes(ByteBuf::from(bytes)),
            exchange::Body::AroundFile { prefix, suffix } => {
                Body::AroundFile { prefix: ByteBuf::from(prefix), suffix: ByteBuf::from(suffix) }
            }
            _ => return None,
        };
        Some(Self { method: request.method, url: request.url, headers: request.headers, body })
    }
}

/// See [`exchange::HttpOutcome`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Outcome {
    /// It never left.
    NeverSent(exchange::TransportFailure),
    /// It may have arrived.
    MaybeSent(exchange::TransportFailure),
    /// The server answered.
    Answered(Response),
}

/// See [`exchange::HttpResponse`].
#[derive(Deserialize)]
pub(crate) struct Response {
    /// The status.
    status: u16,
    /// The headers.
    headers: Vec<(String, String)>,
    /// The body's bytes.
    body: ByteBuf,
}

impl From<Outcome> for exchange::HttpOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::NeverSent(failure) => Self::NeverSent(failure),
            Outcome::MaybeSent(failure) => Self::MaybeSent(failure),
            Outcome::Answered(Response { status, headers, body }) => {
                Self::Answered(exchange::HttpResponse { status, headers, body: body.into_vec() })
            }
        }
    }
}

/// See [`exchange::Attempt`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attempt {
    /// 1 for the first request.
    number: u32,
    /// Milliseconds since the first request began.
    elapsed_ms: u64,
    /// From 0 up to 1.
    random: f64,
}

impl From<Attempt> for exchange::Attempt {
    fn from(attempt: Attempt) -> Self {
        Self { number: attempt.number, elapsed_ms: attempt.elapsed_ms, random: attempt.random }
    }
}

/// See [`exchange::Step`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Step {
    /// It is done; the value is JSON text.
    Done(String),
    /// Wait, then send the same request again.
    #[serde(rename_all = "camelCase")]
    Retry {
        /// How long to wait.
        after_ms: u64,
        /// Why.
        because: ErrorData,
    },
    /// It failed for good.
    Failed(ErrorData),
}

impl From<exchange::Step<String>> for Step {
    fn from(step: exchange::Step<String>) -> Self {
        match step {
            exchange::Step::Done(text) => Self::Done(text),
            exchange::Step::Retry { after, because } => Self::Retry {
                after_ms: u64::try_from(after.as_millis()).unwrap_or(u64::MAX),
                because: because.to_data(),
            },
            exchange::Step::Failed(error) => Self::Failed(error.to_data()),
        }
    }
}
