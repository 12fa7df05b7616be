//! Reading stored events. Reading consumes nothing.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Call;
use super::error::ApiError;
use super::query::Query;
use super::reply::Reply;
use crate::app::App;
use crate::clock::{iso, parse};
use crate::profile::Profile;
use crate::store::events::{self, Range, StoredEvent};

pub(crate) async fn list(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let range = range(&app.profile, &call.query)?;
    let organization = app.organization.id.clone();
    let found = app.store.run::<_, ApiError, _>(move |tx| Ok(events::list(tx, &organization, &range)?)).await?;
    let records: Result<Vec<Value>, ApiError> = found.iter().map(|event| write(&app.profile, event)).collect();
    Ok(Reply::json(call.status, &Value::Array(records?)))
}

fn range(profile: &Profile, query: &Query) -> Result<Range, ApiError> {
    let wire = &profile.stored_event.query;
    let time = |name: &str| {
        let Some(text) = query.get(name) else { return Ok(None) };
        let message = || format!("`{name}` must be a time like 2026-01-31T00:00:00Z");
        parse(text).map(Some).ok_or_else(|| ApiError::bad_request("time_unusable", message()))
    };
    let number = |name: &str| {
        let Some(text) = query.get(name) else { return Ok(None) };
        let number = text.parse::<u32>().ok().filter(|number| *number > 0);
        let message = || format!("`{name}` must be a whole number from 1");
        number.map(Some).ok_or_else(|| ApiError::bad_request("number_unusable", message()))
    };
    let event = query.get(&wire.event).map(str::to_owned);
    if event.as_deref().is_some_and(|name| profile.event_kind(name).is_none()) {
        return Err(ApiError::bad_request("unknown_event", format!("`{}` names no event", wire.event)));
    }
    let (page, limit) = (number(&wire.page)?, number(&wire.limit)?);
    // Without a limit everything is on the first page.
    let skip = match (page, limit) {
        (Some(page), Some(limit)) => u64::from(page).saturating_sub(1).saturating_mul(u64::from(limit)),
        (Some(page), None) if page > 1 => u64::MAX,
        _ => 0,
    };
    Ok(Range { from_ms: time(&wire.from)?, to_ms: time(&wire.to)?, event, limit, skip })
}

fn write(profile: &Profile, event: &StoredEvent) -> Result<Value, ApiError> {
    let wire = &profile.stored_event.record;
    let payload: Value =
        serde_json::from_str(&event.payload).map_err(|_| ApiError::from(crate::store::StoreError::Corrupt("event")))?;
    Ok(json!({
        profile.id.as_str(): event.id,
        wire.event.as_str(): event.event,
        wire.mapping.as_str(): event.mapping_id,
        wire.created.as_str(): iso(event.created_at),
        wire.payload.as_str(): payload,
    }))
}
