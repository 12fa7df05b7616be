//! Reading bodies.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use crate::http::error::ApiError;

/// The whole body, if it is not larger than the limit.
pub(crate) async fn read(body: Body, limit: usize) -> Result<Bytes, ApiError> {
    to_bytes(body, limit).await.map_err(|cause| {
        let too_large =
            std::error::Error::source(&cause).is_some_and(|inner| inner.to_string().contains("length limit"));
        if too_large {
            ApiError::new(413, "body_too_large", format!("the body is larger than {limit} bytes"))
        } else {
            ApiError::bad_request("body_incomplete", "the body ended too early")
        }
    })
}

/// The body as a JSON object.
pub(crate) fn object(headers: &HeaderMap, body: &Bytes) -> Result<Map<String, Value>, ApiError> {
    match json(headers, body)? {
        Value::Object(object) => Ok(object),
        Value::Array(_) => Err(ApiError::bad_request("not_an_object", "the body must be one JSON object, not a list")),
        _ => Err(ApiError::bad_request("not_an_object", "the body must be a JSON object")),
    }
}

fn json(headers: &HeaderMap, body: &Bytes) -> Result<Value, ApiError> {
    if !says_json(headers) {
        return Err(ApiError::new(415, "not_json", "send the header `Content-Type: application/json` and a JSON body"));
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(ApiError::bad_request("body_missing", "the body is empty; a JSON object is expected"));
    }
    // serde's message about a syntax error names characters and places, never values.
    serde_json::from_slice(body).map_err(|cause| {
        ApiError::bad_request("malformed_json", format!("the body is not JSON: {cause}"))
            .at(cause.line(), cause.column())
    })
}

fn says_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default()) else {
        return true;
    };
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || kind.ends_with("+json")
}

/// A text that must be there and not blank.
pub(crate) fn text<'v>(object: &'v Map<String, Value>, name: &str) -> Result<&'v str, ApiError> {
    match object.get(name) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text),
        Some(Value::String(_)) => Err(ApiError::invalid("field_blank", format!("`{name}` is blank"))),
        Some(_) => Err(ApiError::invalid("field_not_text", format!("`{name}` must be a text"))),
        None => Err(ApiError::invalid("field_missing", format!("`{name}` is missing"))),
    }
}
