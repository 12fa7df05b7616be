//! Mappings: create, list, get, replace, delete.

use std::sync::Arc;

use lexamica::mapping::{Mapping, Pair};
use lexamica::model::Model;
use serde_json::{Map, Value, json};

use super::Call;
use super::body;
use super::error::ApiError;
use super::reply::Reply;
use crate::app::App;
use crate::ids;
use crate::profile::Profile;
use crate::store::mappings::{self, StoredMapping};
use crate::store::{StoreError, subscriptions};

pub(crate) async fn create(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let mapping = read(&app.profile, &body::object(&call.parts.headers, &call.body)?)?;
    let stored = StoredMapping { id: ids::object_id().map_err(StoreError::from)?, mapping };
    let shared = Arc::clone(&app);
    let stored = app
        .store
        .run(move |tx| {
            mappings::insert(tx, &shared.organization.id, &stored, shared.clock.now_ms())?;
            Ok::<_, ApiError>(stored)
        })
        .await?;
    Ok(Reply::json(call.status, &write(&app.profile, &stored)))
}

pub(crate) async fn list(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let organization = app.organization.id.clone();
    let all = app.store.run::<_, ApiError, _>(move |tx| Ok(mappings::list(tx, &organization)?)).await?;
    Ok(Reply::json(call.status, &all.iter().map(|stored| write(&app.profile, stored)).collect()))
}

pub(crate) async fn get(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let (organization, id) = (app.organization.id.clone(), call.params.text("id"));
    let found = app.store.run::<_, ApiError, _>(move |tx| Ok(mappings::get(tx, &organization, &id)?)).await?;
    let stored = found.ok_or_else(unknown)?;
    Ok(Reply::json(call.status, &write(&app.profile, &stored)))
}

pub(crate) async fn replace(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let mapping = read(&app.profile, &body::object(&call.parts.headers, &call.body)?)?;
    let stored = StoredMapping { id: call.params.text("id"), mapping };
    let organization = app.organization.id.clone();
    let stored = app
        .store
        .run(move |tx| {
            let before = mappings::get(tx, &organization, &stored.id)?.ok_or_else(unknown)?;
            if before.mapping.model != stored.mapping.model {
                // Subscriptions were checked against the model.
                return Err(ApiError::invalid("model_fixed", "a mapping stays with its model; create another mapping"));
            }
            mappings::replace(tx, &organization, &stored)?;
            Ok(stored)
        })
        .await?;
    Ok(Reply::json(call.status, &write(&app.profile, &stored)))
}

pub(crate) async fn delete(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let (organization, id) = (app.organization.id.clone(), call.params.text("id"));
    let id = app
        .store
        .run(move |tx| {
            if !subscriptions::of_mapping(tx, &id)?.is_empty() {
                return Err(ApiError::new(
                    409,
                    "mapping_in_use",
                    "delete the subscriptions that use this mapping first",
                ));
            }
            if mappings::delete(tx, &organization, &id)? { Ok(id) } else { Err(unknown()) }
        })
        .await?;
    Ok(Reply::json(call.status, &json!({app.profile.id.as_str(): id})))
}

/// The refusal of a mapping id that does not exist.
pub(crate) fn unknown() -> ApiError {
    ApiError::not_found("mapping_not_found", "there is no mapping of that id")
}

/// The refusal of a mapping for something else.
pub(crate) fn wrong_model(mapping: &Mapping, wanted: &str) -> ApiError {
    ApiError::invalid("wrong_model", format!("this needs a {wanted} mapping; the mapping is of {}", mapping.model))
}

fn read(profile: &Profile, object: &Map<String, Value>) -> Result<Mapping, ApiError> {
    let wire = &profile.mapping;
    let name = body::text(object, &wire.name)?;
    let model = Model::parse(body::text(object, &wire.model)?);
    if matches!(model, Model::Other(_)) {
        let message = format!("`{}` must be Case, CaseInvitation, CaseUpdate or Attachment", wire.model);
        return Err(ApiError::invalid("unknown_model", message));
    }
    let fields = match object.get(&wire.fields) {
        Some(Value::Array(fields)) if !fields.is_empty() => fields,
        _ => return Err(ApiError::invalid("fields_missing", format!("`{}` must be a list of pairs", wire.fields))),
    };
    let mut pairs = Vec::with_capacity(fields.len());
    for (position, field) in fields.iter().enumerate() {
        let side = |key: &str| field.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        let (Some(yours), Some(theirs)) = (side(&wire.yours), side(&wire.lexamica)) else {
            let message = format!("`{}.{position}` needs `{}` and `{}`", wire.fields, wire.yours, wire.lexamica);
            return Err(ApiError::invalid("pair_incomplete", message));
        };
        pairs.push(Pair::new(yours, theirs));
    }
    let mapping = Mapping::new(name, model, pairs);
    try_out(&mapping)?;
    Ok(mapping)
}

/// Applies a mapping to a payload that fills every pair, so that one that can never work is refused at once.
fn try_out(mapping: &Mapping) -> Result<(), ApiError> {
    let full: Map<String, Value> = mapping.fields.iter().map(|pair| (pair.yours.clone(), json!("x"))).collect();
    let canonical = mapping.inbound(&Value::Object(full))?;
    mapping.outbound(&canonical)?;
    Ok(())
}

fn write(profile: &Profile, stored: &StoredMapping) -> Value {
    let wire = &profile.mapping;
    let pairs: Vec<Value> = stored
        .mapping
        .fields
        .iter()
        .map(|pair| json!({wire.yours.as_str(): pair.yours, wire.lexamica.as_str(): pair.lexamica}))
        .collect();
    json!({
        profile.id.as_str(): stored.id,
        wire.name.as_str(): stored.mapping.name,
        wire.model.as_str(): stored.mapping.model.as_str(),
        wire.fields.as_str(): pairs,
    })
}
