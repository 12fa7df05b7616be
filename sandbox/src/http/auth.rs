//! Keys: who may do what.

use axum::http::HeaderMap;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::query::Query;
use crate::profile::KeyTier;

/// Whether two keys are the same, in a time that does not tell how much of them is.
pub(crate) fn same(one: &str, two: &str) -> bool {
    one.as_bytes().ct_eq(two.as_bytes()).into()
}

/// Checks the key against what the route wants, and the organisation against the key.
pub(crate) fn authorize(
    app: &App,
    wanted: KeyTier,
    headers: &HeaderMap,
    query: &Query,
    organization_id: Option<&str>,
) -> Result<(), ApiError> {
    if query.iter().any(|(_, value)| same(value, &app.organization.private_key)) {
        return Err(ApiError::new(
            403,
            "private_key_in_url",
            "the Private Key must never stand in a URL: URLs end up in logs; send it in the Authorization header",
        ));
    }
    if wanted == KeyTier::None {
        return Ok(());
    }
    let given = given_tier(app, wanted, headers, query)?;
    if given != wanted {
        let need = if wanted == KeyTier::Private { "Private" } else { "Public" };
        return Err(ApiError::new(403, "wrong_key", format!("this operation needs the {need} Key")));
    }
    match organization_id {
        Some(id) if id != app.organization.id => {
            Err(ApiError::not_found("organization_not_found", "no organization of that id belongs to this key"))
        }
        _ => Ok(()),
    }
}

fn given_tier(app: &App, wanted: KeyTier, headers: &HeaderMap, query: &Query) -> Result<KeyTier, ApiError> {
    let wire = &app.profile.auth;
    let key = match headers.get(&wire.header) {
        Some(value) => {
            let (scheme, key) = value.to_str().ok().and_then(|text| text.trim().split_once(' ')).unwrap_or_default();
            if !scheme.eq_ignore_ascii_case(&wire.scheme) {
                let (header, scheme) = (&wire.header, &wire.scheme);
                return Err(ApiError::new(
                    401,
                    "wrong_scheme",
                    format!("expected the header `{header}: {scheme} <key>`"),
                ));
            }
            key.trim()
        }
        // Only data may be sent in with a key in the URL.
        None if wanted == KeyTier::Public => query.get(&wire.public_query_parameter).unwrap_or_default(),
        None => "",
    };
    if key.is_empty() {
        let (header, scheme) = (&wire.header, &wire.scheme);
        return Err(ApiError::new(401, "key_missing", format!("send the header `{header}: {scheme} <key>`")));
    }
    if same(key, &app.organization.private_key) {
        Ok(KeyTier::Private)
    } else if same(key, &app.organization.public_key) {
        Ok(KeyTier::Public)
    } else {
        Err(ApiError::new(401, "key_unknown", "the key is not one of this organization"))
    }
}
