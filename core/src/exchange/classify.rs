//! From what the host saw to whether the request took effect.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{HttpOutcome, HttpResponse, TransportFailure};
use crate::contract::{Contract, http};
use crate::error::{Error, ErrorCode, ErrorKind};

/// The response, if the server accepted the request; otherwise the error that says what is known.
pub(super) fn accepted<'o>(contract: &Contract, outcome: &'o HttpOutcome) -> Result<&'o HttpResponse, Error> {
    match outcome {
        HttpOutcome::NeverSent(failure) => Err(never_sent(*failure)),
        HttpOutcome::MaybeSent(failure) => Err(maybe_sent(*failure)),
        HttpOutcome::Answered(response) if (200..300).contains(&response.status) => {
            if is_markup(response) {
                return Err(Error::new(
                    ErrorKind::OutcomeUnknown,
                    ErrorCode::UnexpectedAnswer,
                    "a web page came back instead of an answer; is a proxy, a login or a maintenance page in between?",
                )
                .with_status(response.status));
            }
            Ok(response)
        }
        HttpOutcome::Answered(response) => Err(refused(contract, response)),
    }
}

fn never_sent(failure: TransportFailure) -> Error {
    let (code, detail) = match failure {
        TransportFailure::Refused => {
            (ErrorCode::ConnectionRefused, "the connection was refused; is the address right and the server running?")
        }
        TransportFailure::NameNotFound => {
            (ErrorCode::NameNotFound, "the host name could not be resolved; is the address right and the network up?")
        }
        TransportFailure::Tls => (
            ErrorCode::TlsFailed,
            "the secure connection could not be made; is a proxy in between, or the clock of this machine wrong?",
        ),
        TransportFailure::Cancelled => (ErrorCode::CancelledBeforeSend, "cancelled before anything was sent"),
        _ => (ErrorCode::NotSent, "the request could not be sent; is the network up?"),
    };
    Error::new(ErrorKind::NeverSent, code, detail)
}

fn maybe_sent(failure: TransportFailure) -> Error {
    let (code, detail) = match failure {
        TransportFailure::Timeout => (ErrorCode::Timeout, "no answer came in time; the request may have arrived"),
        TransportFailure::IncompleteAnswer => {
            (ErrorCode::IncompleteAnswer, "the answer broke off before its end; the request has probably arrived")
        }
        TransportFailure::Cancelled => {
            (ErrorCode::CancelledInFlight, "cancelled while the request was under way; it may have arrived")
        }
        _ => (ErrorCode::ConnectionLost, "the connection broke after the request had left; it may have arrived"),
    };
    Error::new(ErrorKind::OutcomeUnknown, code, detail)
}

fn refused(contract: &Contract, response: &HttpResponse) -> Error {
    use ErrorCode::{
        Conflict, Forbidden, InvalidContent, NotFound, RateLimited, Redirected, Refused, ServerError, Unauthorized,
    };
    use ErrorKind::{OutcomeUnknown, Rejected};
    let status = response.status;
    let (kind, code, detail) = match status {
        _ if contract.answers.refused_before_processing.get().contains(&status) => {
            (Rejected, RateLimited, "the server asks to slow down")
        }
        // These two ask for the same request elsewhere: it was not processed here.
        307 | 308 => {
            (Rejected, Redirected, "the server redirects, and keys are never sent elsewhere; correct the base url")
        }
        // The others may be the answer to a request that was processed ("created, see there").
        300..=399 => (OutcomeUnknown, Redirected, "the server redirects, and may have processed the request before"),
        400 | 422 => (Rejected, InvalidContent, "the server refused the content; its message says why"),
        401 => (
            Rejected,
            Unauthorized,
            "the key is missing or wrong; does it belong to this environment and organization?",
        ),
        403 => (Rejected, Forbidden, "this key may not do that; the public key sends, the private key configures"),
        404 | 410 => (
            Rejected,
            NotFound,
            "nothing is there; are the organization id and the mapping id right, and of the same environment?",
        ),
        408 => (OutcomeUnknown, ErrorCode::Timeout, "the server gave up waiting; the request may have been processed"),
        409 => (Rejected, Conflict, "the request conflicts with what the server has"),
        429 => (Rejected, Refused, "the server asks to slow down"),
        400..=499 => (Rejected, Refused, "the server refused the request"),
        _ => (OutcomeUnknown, ServerError, "the server failed; the request may have taken effect before it did"),
    };
    Error::new(kind, code, format!("{detail} (status {status})"))
        .with_status(status)
        .with_retry_after(retry_after(response))
        .with_server_message(message(contract, response))
}

/// How long to wait where the server asks to wait, but not for how long: it meant more than nothing. A page, for one, is
/// not shown the `Date` that a date has to be compared with.
const UNREADABLE_WAIT: Duration = Duration::from_secs(60);

/// `Retry-After` as seconds or as a date. A date is compared with the answer's own `Date`, so that neither a clock nor
/// this machine's idea of the time is needed.
fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let text = response.header(http::RETRY_AFTER)?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More than a century is one century: every language must be able to hold it in milliseconds.
        return Some(Duration::from_secs(text.parse::<u32>().unwrap_or(u32::MAX).into()));
    }
    let date = |text: &str| -> Option<SystemTime> { httpdate::parse_http_date(text).ok() };
    let wait = || {
        let until = date(text)?;
        let now = date(response.header(http::DATE)?)?;
        Some(until.duration_since(now).unwrap_or_default())
    };
    Some(wait().unwrap_or(UNREADABLE_WAIT))
}

/// The server's own words, from JSON or plain text; a web page has none worth showing.
fn message(contract: &Contract, response: &HttpResponse) -> Option<String> {
    const LONGEST: usize = 1_000;
    if is_markup(response) {
        return None;
    }
    let text = std::str::from_utf8(&response.body).ok()?;
    let found = match serde_json::from_str::<Value>(text) {
        Ok(json) => contract.answers.error_message.get().iter().find_map(|path| {
            path.split('.')
                .try_fold(&json, |value, step| match value {
                    Value::Array(list) => list.get(step.parse::<usize>().ok()?),
                    other => other.get(step),
                })
                .and_then(Value::as_str)
                .map(str::to_owned)
        })?,
        Err(_) => text.trim().to_owned(),
    };
    (!found.is_empty()).then(|| found.chars().take(LONGEST).collect())
}

/// A web page or another document in markup, by its type or its first character. JSON never begins with `<`.
fn is_markup(response: &HttpResponse) -> bool {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    let declared = response.header(http::CONTENT_TYPE).is_some_and(|value| {
        let value = value.trim_start().to_ascii_lowercase();
        value.starts_with("text/html") || value.starts_with("application/xhtml")
    });
    let body = response.body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&response.body);
    declared || body.trim_ascii_start().starts_with(b"<")
}
