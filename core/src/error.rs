//! One error for the whole library.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// What went wrong, and, for a request, whether it can have taken effect.
///
/// The kind is what a program branches on first; [`ErrorCode`] says more precisely why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is set up wrongly; nothing was sent.
    Config,
    /// The caller's data cannot be used; nothing was sent.
    InvalidInput,
    /// The request certainly never left: connection refused, name not found, TLS refused. Sending again is safe.
    NeverSent,
    /// The request may have taken effect: timeout, reset, server error. Sending again may create a second case.
    OutcomeUnknown,
    /// The server refused the request; it had no effect.
    Rejected,
    /// The server accepted the request, but its answer could not be read.
    Unreadable,
    /// A delivery's signature does not prove that it comes from Lexamica.
    Webhook,
}

/// A stable name for the reason of an error, for programs. New codes may be added; a code never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// A setting is missing or unusable.
    InvalidConfig,
    /// An argument or a payload is unusable; `path` says which part.
    InvalidInput,
    /// No operation of that name exists.
    UnknownOperation,
    /// The connection was refused.
    ConnectionRefused,
    /// The host name could not be resolved.
    NameNotFound,
    /// The TLS handshake failed.
    TlsFailed,
    /// The caller cancelled before anything was sent.
    CancelledBeforeSend,
    /// The request never left, for another reason.
    NotSent,
    /// No answer came in time.
    Timeout,
    /// The connection broke after the request had left.
    ConnectionLost,
    /// The answer broke off before its end.
    IncompleteAnswer,
    /// The caller cancelled while the request was under way.
    CancelledInFlight,
    /// The server failed (status 5xx).
    ServerError,
    /// Something that is not the API answered, for example a proxy's or a maintenance page.
    UnexpectedAnswer,
    /// The key is missing or wrong (status 401).
    Unauthorized,
    /// The key may not do this (status 403): often a Public Key where the Private Key is needed, or the reverse.
    Forbidden,
    /// The organisation, mapping or object does not exist (status 404 or 410).
    NotFound,
    /// The request conflicts with what exists (status 409).
    Conflict,
    /// The server refused the content (status 400 or 422).
    InvalidContent,
    /// The server asks to slow down (status 429).
    RateLimited,
    /// The server redirects; keys are never sent to another address.
    Redirected,
    /// Any other refusal.
    Refused,
    /// The answer could not be read.
    UnreadableAnswer,
    /// The delivery carries no signature.
    SignatureMissing,
    /// The signature is not written in a known encoding.
    SignatureUnreadable,
    /// The signature does not fit the body and the secrets.
    SignatureMismatch,
    /// The secret cannot be one.
    SecretInvalid,
}

impl ErrorCode {
    /// The code as text, for example `connection_refused`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidConfig => "invalid_config",
            Self::InvalidInput => "invalid_input",
            Self::UnknownOperation => "unknown_operation",
            Self::ConnectionRefused => "connection_refused",
            Self::NameNotFound => "name_not_found",
            Self::TlsFailed => "tls_failed",
            Self::CancelledBeforeSend => "cancelled_before_send",
            Self::NotSent => "not_sent",
            Self::Timeout => "timeout",
            Self::ConnectionLost => "connection_lost",
            Self::IncompleteAnswer => "incomplete_answer",
            Self::CancelledInFlight => "cancelled_in_flight",
            Self::ServerError => "server_error",
            Self::UnexpectedAnswer => "unexpected_answer",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::InvalidContent => "invalid_content",
            Self::RateLimited => "rate_limited",
            Self::Redirected => "redirected",
            Self::Refused => "refused",
            Self::UnreadableAnswer => "unreadable_answer",
            Self::SignatureMissing => "signature_missing",
            Self::SignatureUnreadable => "signature_unreadable",
            Self::SignatureMismatch => "signature_mismatch",
            Self::SecretInvalid => "secret_invalid",
        }
    }
}

/// An error with a kind, a stable code and a detail that names the likely cause.
///
/// Neither `Display` nor `Debug` ever holds a key, a value of a payload or text that the server sent; the server's
/// own words are in [`Error::server_message`], which may repeat client data.
#[derive(Clone, PartialEq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    kind: ErrorKind,
    code: ErrorCode,
    detail: String,
    path: Option<String>,
    status: Option<u16>,
    retry_after: Option<Duration>,
    server_message: Option<String>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, code: ErrorCode, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            code,
            detail: detail.into(),
            path: None,
            status: None,
            retry_after: None,
            server_message: None,
        }))
    }

    pub(crate) fn config(path: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, ErrorCode::InvalidConfig, detail).at(path)
    }

    pub(crate) fn invalid_input(path: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, ErrorCode::InvalidInput, detail).at(path)
    }

    /// JSON of the caller's that does not parse. serde's own text may quote values, so only its position is kept,
    /// and its category.
    pub(crate) fn unreadable_json(what: &str, path: &str, cause: &serde_json::Error) -> Self {
        let why = match cause.classify() {
            serde_json::error::Category::Eof => "it ends too early",
            serde_json::error::Category::Data => "a field is missing, unknown or of the wrong type",
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => "it is not JSON",
        };
        let place = format!("line {}, column {}", cause.line(), cause.column());
        Self::invalid_input(path, format!("{what} cannot be read: {why} ({place})"))
    }

    /// Text of the caller's that is wrong at a byte, counted from zero.
    pub(crate) fn invalid_text(path: &str, why: &str, offset: usize) -> Self {
        Self::invalid_input(path, format!("{why} (byte {offset})"))
    }

    pub(crate) fn at(mut self, path: impl Into<String>) -> Self {
        self.0.path = Some(path.into());
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_retry_after(mut self, after: Option<Duration>) -> Self {
        self.0.retry_after = after;
        self
    }

    pub(crate) fn with_server_message(mut self, message: Option<String>) -> Self {
        self.0.server_message = message;
        self
    }

    /// What went wrong, and whether the request can have taken effect.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The stable reason, for programs.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// A sentence for the developer: what, the likely cause, what to do. Lower case, without client data.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// Where in the input the problem is: a dotted path, a setting or a parameter.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The HTTP status, if the server answered.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// How long the server asked to wait before the next request.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The server's own message. It may repeat client data: show it to the developer, keep it out of logs.
    pub fn server_message(&self) -> Option<&str> {
        self.0.server_message.as_deref()
    }

    /// Whether sending the same request again cannot create a second effect: it never left, or the server refused it
    /// before processing. A harmless repeat of a read is decided per operation, in the contract.
    pub fn retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::NeverSent => !self.is_cancellation(),
            ErrorKind::Rejected => self.0.code == ErrorCode::RateLimited,
            _ => false,
        }
    }

    pub(crate) fn is_cancellation(&self) -> bool {
        matches!(self.0.code, ErrorCode::CancelledBeforeSend | ErrorCode::CancelledInFlight)
    }

    /// Whether [`Error::detail`] may be shown to an end user, for example the visitor of an intake page. The others
    /// speak of keys and settings, which a visitor can do nothing about.
    pub fn safe_to_show(&self) -> bool {
        matches!(self.0.kind, ErrorKind::InvalidInput | ErrorKind::NeverSent)
    }

    /// The error as plain data, for the language bindings.
    pub fn to_data(&self) -> ErrorData {
        ErrorData {
            kind: self.0.kind,
            code: self.0.code,
            detail: self.0.detail.clone(),
            path: self.0.path.clone(),
            status: self.0.status,
            retry_after_ms: self.0.retry_after.map(|after| u64::try_from(after.as_millis()).unwrap_or(u64::MAX)),
            retryable: self.retryable(),
            safe_to_show: self.safe_to_show(),
            server_message: self.0.server_message.clone(),
        }
    }
}

/// An [`Error`] as plain data: what crosses into another language, which throws its own kind of error.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ErrorData {
    /// See [`Error::kind`].
    pub kind: ErrorKind,
    /// See [`Error::code`].
    pub code: ErrorCode,
    /// See [`Error::detail`].
    pub detail: String,
    /// See [`Error::path`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// See [`Error::status`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// See [`Error::retry_after`], in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// See [`Error::retryable`].
    pub retryable: bool,
    /// See [`Error::safe_to_show`].
    pub safe_to_show: bool,
    /// See [`Error::server_message`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_message: Option<String>,
}

impl fmt::Debug for ErrorData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Everything but the server's words, which may repeat client data.
        f.debug_struct("ErrorData").field("code", &self.code).field("detail", &self.detail).finish_non_exhaustive()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.0.path {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.0.detail)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("code", &self.0.code.as_str())
            .field("detail", &self.0.detail)
            .field("path", &self.0.path)
            .field("status", &self.0.status)
            .field("retry_after", &self.0.retry_after)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}
