//! The types of the boundary as UniFFI carries them, and their conversions.

use std::fmt;

use lexamica::exchange;
use serde_json::Value;

/// One row of the table of operations.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OperationRow {
    /// Its name, for example `cases.send`.
    pub name: String,
    /// The key it takes: `public`, `private` or `none`.
    pub key: String,
    /// Whether this version can carry it out.
    pub available: bool,
}

impl From<&lexamica::boundary::OperationRow> for OperationRow {
    fn from(row: &lexamica::boundary::OperationRow) -> Self {
        Self { name: row.name.to_owned(), key: name(&row.key), available: row.available }
    }
}

/// An HTTP header.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Header {
    /// As the core has it.
    pub(crate) fn into_pair(self) -> (String, String) {
        (self.name, self.value)
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The value may be a key.
        f.debug_struct("Header").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a request sends besides its headers.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Body {
    /// Nothing.
    Empty,
    /// These bytes.
    Bytes {
        /// The bytes.
        content: Vec<u8>,
    },
    /// A file between these bytes.
    AroundFile {
        /// Before the file.
        prefix: Vec<u8>,
        /// After the file.
        suffix: Vec<u8>,
    },
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The bytes are client data.
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Bytes { .. } => "Bytes",
            Self::AroundFile { .. } => "AroundFile",
        })
    }
}

/// A request for the host to send exactly as it is. Redirects must not be followed: a key would go along.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HttpRequest {
    /// The verb.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// The headers; one of them carries the key.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Body,
}

impl HttpRequest {
    pub(crate) fn new(request: exchange::HttpRequest) -> Result<Self, BoundaryError> {
        let body = match request.body {
            exchange::Body::Empty => Body::Empty,
            exchange::Body::Bytes(content) => Body::Bytes { content },
            exchange::Body::AroundFile { prefix, suffix } => Body::AroundFile { prefix, suffix },
            _ => return Err(BoundaryError::new("config", "invalid_config", "this package cannot send such a body")),
        };
        let headers = request.headers.into_iter().map(|(name, value)| Header { name, value }).collect();
        Ok(Self { method: request.method.as_str().to_owned(), url: request.url, headers, body })
    }
}

/// Why there is no whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum TransportFailure {
    /// The connection was refused.
    Refused,
    /// The host name could not be resolved.
    NameNotFound,
    /// The TLS handshake failed.
    Tls,
    /// No answer in time.
    Timeout,
    /// The connection broke.
    Reset,
    /// The answer broke off before its end.
    IncompleteAnswer,
    /// The caller cancelled.
    Cancelled,
    /// Anything else.
    Other,
}

impl From<TransportFailure> for exchange::TransportFailure {
    fn from(failure: TransportFailure) -> Self {
        match failure {
            TransportFailure::Refused => Self::Refused,
            TransportFailure::NameNotFound => Self::NameNotFound,
            TransportFailure::Tls => Self::Tls,
            TransportFailure::Timeout => Self::Timeout,
            TransportFailure::Reset => Self::Reset,
            TransportFailure::IncompleteAnswer => Self::IncompleteAnswer,
            TransportFailure::Cancelled => Self::Cancelled,
            TransportFailure::Other => Self::Other,
        }
    }
}

/// What became of a request, as the host saw it. Where the host cannot tell whether the server can have read the whole
/// request, it is `MaybeSent`.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum HttpOutcome {
    /// It never left.
    NeverSent {
        /// Why.
        failure: TransportFailure,
    },
    /// It may have arrived.
    MaybeSent {
        /// What happened.
        failure: TransportFailure,
    },
    /// The server answered.
    Answered {
        /// The status.
        status: u16,
        /// The headers.
        headers: Vec<Header>,
        /// The body's bytes, decompressed.
        body: Vec<u8>,
    },
}

impl fmt::Debug for HttpOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverSent { failure } => write!(f, "NeverSent({failure:?})"),
            Self::MaybeSent { failure } => write!(f, "MaybeSent({failure:?})"),
            // The body is client data.
            Self::Answered { status, .. } => write!(f, "Answered({status})"),
        }
    }
}

impl From<HttpOutcome> for exchange::HttpOutcome {
    fn from(outcome: HttpOutcome) -> Self {
        match outcome {
            HttpOutcome::NeverSent { failure } => Self::NeverSent(failure.into()),
            HttpOutcome::MaybeSent { failure } => Self::MaybeSent(failure.into()),
            HttpOutcome::Answered { status, headers, body } => Self::Answered(exchange::HttpResponse {
                status,
                headers: headers.into_iter().map(Header::into_pair).collect(),
                body,
            }),
        }
    }
}

/// Where the host stands in its attempts.
#[derive(Debug, Clone, Copy, PartialEq, uniffi::Record)]
pub struct Attempt {
    /// 1 for the first request.
    pub number: u32,
    /// Milliseconds since the first request began.
    pub elapsed_ms: u64,
    /// A fresh random number from 0 up to 1.
    pub random: f64,
}

impl From<Attempt> for exchange::Attempt {
    fn from(attempt: Attempt) -> Self {
        Self { number: attempt.number, elapsed_ms: attempt.elapsed_ms, random: attempt.random }
    }
}

/// What to do after an attempt.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum Step {
    /// It is done.
    Done {
        /// The result, as JSON text.
        value_json: String,
    },
    /// Wait this long, then send the same request again.
    Retry {
        /// How long, in milliseconds.
        after_ms: u64,
        /// Why.
        because: ErrorData,
    },
    /// It failed for good.
    Failed {
        /// Why.
        because: ErrorData,
    },
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The value is client data.
            Self::Done { .. } => f.write_str("Done"),
            Self::Retry { after_ms, because } => write!(f, "Retry({after_ms}, {because:?})"),
            Self::Failed { because } => write!(f, "Failed({because:?})"),
        }
    }
}

impl From<exchange::Step<String>> for Step {
    fn from(step: exchange::Step<String>) -> Self {
        match step {
            exchange::Step::Done(value_json) => Self::Done { value_json },
            exchange::Step::Retry { after, because } => Self::Retry {
                after_ms: u64::try_from(after.as_millis()).unwrap_or(u64::MAX),
                because: ErrorData::from(&because),
            },
            exchange::Step::Failed(because) => Self::Failed { because: ErrorData::from(&because) },
        }
    }
}

/// An error as plain data. Kind and code are text, so that a new one does not break a program that was compiled before.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct ErrorData {
    /// For example `never_sent`.
    pub kind: String,
    /// For example `connection_refused`.
    pub code: String,
    /// A sentence for the developer.
    // Never `message`: generated Kotlin exceptions have a property of that name already.
    pub detail: String,
    /// Where in the input the problem is.
    pub path: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// How long the server asked to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// Whether sending the same again cannot have a second effect.
    pub retryable: bool,
    /// Whether the detail may be shown to an end user.
    pub safe_to_show: bool,
    /// The server's own words; they may repeat client data.
    pub server_message: Option<String>,
}

impl fmt::Debug for ErrorData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorData").field("code", &self.code).field("detail", &self.detail).finish_non_exhaustive()
    }
}

impl From<&lexamica::Error> for ErrorData {
    fn from(error: &lexamica::Error) -> Self {
        let data = error.to_data();
        Self {
            kind: name(&data.kind),
            code: data.code.as_str().to_owned(),
            detail: data.detail,
            path: data.path,
            status: data.status,
            retry_after_ms: data.retry_after_ms,
            retryable: data.retryable,
            safe_to_show: data.safe_to_show,
            server_message: data.server_message,
        }
    }
}

/// What the functions throw. The packages turn it into their own error at once.
#[derive(Debug, Clone, PartialEq, uniffi::Error)]
pub enum BoundaryError {
    /// The core refused.
    Refused {
        /// Why.
        because: ErrorData,
    },
}

impl BoundaryError {
    pub(crate) fn new(kind: &str, code: &str, detail: &str) -> Self {
        Self::Refused {
            because: ErrorData {
                kind: kind.to_owned(),
                code: code.to_owned(),
                detail: detail.to_owned(),
                path: None,
                status: None,
                retry_after_ms: None,
                retryable: false,
                safe_to_show: false,
                server_message: None,
            },
        }
    }

    pub(crate) fn unreadable(detail: &str) -> Self {
        Self::new("unreadable", "unreadable_answer", detail)
    }
}

impl From<lexamica::Error> for BoundaryError {
    fn from(error: lexamica::Error) -> Self {
        Self::Refused { because: ErrorData::from(&error) }
    }
}

impl fmt::Display for BoundaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Refused { because } = self;
        f.write_str(&because.detail)
    }
}

impl std::error::Error for BoundaryError {}

/// What is known after the server has accepted a case.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SentCase {
    /// Lexamica's id of the case, or none if the answer holds none.
    pub case_id: Option<String>,
    /// Why there is no id.
    pub note: Option<String>,
    /// The HTTP status.
    pub status: u16,
    /// The body of the answer, as JSON text.
    pub answer_json: String,
}

impl SentCase {
    /// Reads the value of a finished `cases.*`.
    pub(crate) fn read(text: &str) -> Result<Self, BoundaryError> {
        let unreadable = || BoundaryError::unreadable("the value is not that of a sent case");
        let value: Value = serde_json::from_str(text).map_err(|_| unreadable())?;
        let text = |key| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let answer = value.get("answer").ok_or_else(unreadable)?;
        let status = answer.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
        Ok(Self {
            case_id: text("caseId"),
            note: text("note"),
            status: status.ok_or_else(unreadable)?,
            answer_json: answer.get("body").ok_or_else(unreadable)?.to_string(),
        })
    }
}

impl fmt::Debug for SentCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The answer is client data.
        f.debug_struct("SentCase").field("case_id", &self.case_id).field("status", &self.status).finish_non_exhaustive()
    }
}

/// The name of a unit variant, as serde writes it everywhere else.
fn name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
