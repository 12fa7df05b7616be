//! Refusals, as the profile spells them.

use axum::http::{HeaderValue, header};
use serde_json::{Map, Value};

use crate::http::reply::Reply;
use crate::profile::ErrorWire;
use crate::store::StoreError;

/// A refusal: a status, a stable code for programs and a sentence for the developer.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: u16,
    code: &'static str,
    message: String,
    /// Line and column of malformed JSON.
    position: Option<(usize, usize)>,
}

impl ApiError {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), position: None }
    }

    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    pub(crate) fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(404, code, message)
    }

    /// The request is understood, and its content cannot be used.
    pub(crate) fn invalid(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(422, code, message)
    }

    pub(crate) fn at(mut self, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self
    }

    pub(crate) fn reply(self, wire: &ErrorWire) -> Reply {
        let mut body = Map::new();
        body.insert(wire.message.clone(), Value::from(self.message));
        body.insert(wire.code.clone(), Value::from(self.code));
        if let Some((line, column)) = self.position {
            body.insert("line".to_owned(), Value::from(line));
            body.insert("column".to_owned(), Value::from(column));
        }
        let mut reply = Reply::json(self.status, &Value::Object(body));
        if self.status == 401 {
            // With a realm, because a scheme alone crashes Swift's Foundation on Linux.
            reply.headers.push((header::WWW_AUTHENTICATE, HeaderValue::from_static("Key realm=\"lexamica\"")));
        }
        reply
    }
}

impl From<StoreError> for ApiError {
    fn from(cause: StoreError) -> Self {
        Self::new(500, "sandbox_failure", format!("the sandbox itself failed: {cause}"))
    }
}

impl From<lexamica::Error> for ApiError {
    fn from(cause: lexamica::Error) -> Self {
        Self::invalid("mapping_not_applicable", cause.to_string())
    }
}
