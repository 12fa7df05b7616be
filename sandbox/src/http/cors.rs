//! Lets pages on localhost call the sandbox, and no others: the real service is assumed to allow none.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use crate::app::App;
use crate::http::reply::Reply;

/// The origin of the request if it may call.
pub(crate) fn allowed_origin(app: &App, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    (app.profile.cors && is_loopback(origin.to_str().ok()?)).then(|| origin.clone())
}

fn is_loopback(origin: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(origin) else { return false };
    let Some(host) = url.host_str() else { return false };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The answer to a preflight; none if the request is not one.
pub(crate) fn preflight(parts: &Parts, origin: Option<&HeaderValue>) -> Option<Reply> {
    if parts.method != Method::OPTIONS || !parts.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let mut reply = Reply::empty(StatusCode::NO_CONTENT);
    if origin.is_some() {
        let headers = parts.headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
        reply.headers.extend([
            (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, DELETE, OPTIONS")),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                headers.unwrap_or(HeaderValue::from_static("authorization, content-type")),
            ),
            (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600")),
        ]);
    }
    Some(reply)
}

/// Tells the browser that the page may read the answer.
pub(crate) fn allow(reply: &mut Reply, origin: HeaderValue) {
    reply.headers.push((header::ACCESS_CONTROL_ALLOW_ORIGIN, origin));
    reply.headers.push((header::VARY, HeaderValue::from_static("Origin")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_allowed() {
        for origin in ["http://localhost:5173", "http://127.0.0.1", "https://[::1]:8443", "http://app.localhost"] {
            assert!(is_loopback(origin), "{origin}");
        }
        for origin in ["https://example.com", "http://localhost.example.com", "null", "http://10.0.0.1"] {
            assert!(!is_loopback(origin), "{origin}");
        }
    }
}
