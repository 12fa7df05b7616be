//! A request as data, and what became of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::contract::Method;

/// What a request sends besides its headers.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// Nothing.
    Empty,
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file between these bytes: the host sends `prefix`, then the file as it reads it, then `suffix`. So a large
    /// file is never held in memory, and every language still sends the same bytes.
    AroundFile {
        /// Before the file.
        prefix: Vec<u8>,
        /// After the file.
        suffix: Vec<u8>,
    },
}

/// A request for the host to send exactly as it is. Redirects must not be followed: a key would go along.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The verb.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// The headers; names are lower case. One of them carries the key.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("header_names", &names)
            .field("body", &self.body)
            .finish()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::AroundFile { prefix, suffix } => {
                write!(f, "AroundFile({} bytes)", prefix.len().saturating_add(suffix.len()))
            }
        }
    }
}

/// What the server answered, whole.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers, in any case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes, decompressed.
    pub body: Vec<u8>,
}

impl HttpResponse {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there is no whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
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

/// What became of a request, as the host saw it.
///
/// The host decides between the first two by one question: can the server have read the whole request? Where it cannot
/// tell, as `fetch` in a browser cannot, the answer is [`HttpOutcome::MaybeSent`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpOutcome {
    /// It never left: no connection was made, or TLS failed.
    NeverSent(TransportFailure),
    /// It may have arrived: a timeout or a broken connection after it left.
    MaybeSent(TransportFailure),
    /// The server answered.
    Answered(HttpResponse),
}
