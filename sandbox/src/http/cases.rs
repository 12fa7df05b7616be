//! Sending cases.

use std::sync::Arc;

use lexamica::mapping::Mapping;
use lexamica::model::Model;
use rusqlite::Transaction;
use serde_json::{Map, Value};

use super::Call;
use super::body;
use super::error::ApiError;
use super::mappings::{unknown, wrong_model};
use super::reply::Reply;
use crate::app::App;
use crate::clock::iso;
use crate::event::EventKind;
use crate::ids;
use crate::outbox::{Happening, emit};
use crate::relay;
use crate::store::cases::{self, NewCase};
use crate::store::{StoreError, mappings};

/// Where a firm's own reference may stand in a canonical case; the real path is not public.
const REFERENCES: [&str; 4] = ["externalReference", "leadId", "externalId", "reference"];

pub(crate) async fn send(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let payload = Value::Object(body::object(&call.parts.headers, &call.body)?);
    let mapping_id = call.params.text("mappingId");
    let shared = Arc::clone(&app);
    let answer = app.store.run(move |tx| record(&shared, tx, &mapping_id, &payload)).await?;
    app.wake();
    Ok(Reply::json(call.status, &answer))
}

/// Everything that a sent case brings about, in one transaction: either all of it is there, or the sender was told
/// that it is not.
fn record(app: &App, tx: &Transaction<'_>, mapping_id: &str, payload: &Value) -> Result<Value, ApiError> {
    let organization = &app.organization.id;
    let mapping = case_mapping(app, tx, mapping_id)?;
    let Value::Object(mut canonical) = mapping.inbound(payload)? else {
        return Err(ApiError::bad_request("not_an_object", "the body must be a JSON object"));
    };
    let referred = relay::knows(&app.case_types, canonical.get("caseType"));
    let case_type_sent = canonical.get("caseType").and_then(plain_text);
    let now = app.clock.now_ms();
    let id = ids::object_id().map_err(StoreError::from)?;
    let external_reference = REFERENCES.iter().find_map(|name| canonical.get(*name).and_then(plain_text));
    complete(&mut canonical, &id, referred, now);
    let case = NewCase {
        id,
        mapping_id: mapping_id.to_owned(),
        external_reference,
        case_type_sent,
        canonical: Value::Object(canonical),
        created_at: now,
    };
    cases::insert(tx, organization, &case)?;
    let objects = [(Model::Case, &case.canonical)];
    emit(app, tx, organization, &Happening { kind: EventKind::CaseCreated, case_id: &case.id, objects: &objects })?;
    if referred {
        relay::refer(app, tx, organization, &case.id, &case.canonical)?;
    }
    Ok(mapping.outbound(&case.canonical)?)
}

/// The mapping of an inbound call on a case.
pub(crate) fn case_mapping(app: &App, tx: &Transaction<'_>, id: &str) -> Result<Mapping, ApiError> {
    let stored = mappings::get(tx, &app.organization.id, id)?.ok_or_else(unknown)?;
    if stored.mapping.model == Model::Case { Ok(stored.mapping) } else { Err(wrong_model(&stored.mapping, "Case")) }
}

/// A text or number as text; ids and references come as either.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Sets what the service decides. An id that the sender put there is not Lexamica's and gives way.
fn complete(canonical: &mut Map<String, Value>, id: &str, referred: bool, now_ms: i64) {
    canonical.insert("_id".to_owned(), Value::from(id));
    canonical.insert("createdAt".to_owned(), Value::from(iso(now_ms)));
    if referred {
        canonical.insert("stage".to_owned(), Value::from("New"));
    } else {
        // The call succeeds all the same: the sender only learns from the answer that nobody will see the case.
        canonical.insert("caseType".to_owned(), Value::from(relay::OTHER));
        canonical.insert("stage".to_owned(), Value::from(relay::OTHER));
    }
}
