//! Subscriptions of both kinds: create, list, get, replace, delete.

use std::sync::Arc;

use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::Call;
use super::body;
use super::error::ApiError;
use super::mappings::{unknown as unknown_mapping, wrong_model};
use super::reply::Reply;
use crate::app::App;
use crate::clock::iso;
use crate::event::EventKind;
use crate::ids;
use crate::profile::Profile;
use crate::store::subscriptions::{self, Kind, Subscription, Target};
use crate::store::{StoreError, mappings};

pub(crate) async fn create(app: Arc<App>, call: Call, kind: Kind) -> Result<Reply, ApiError> {
    let asked = Asked::read(&app.profile, kind, &body::object(&call.parts.headers, &call.body)?)?;
    let id = ids::object_id().map_err(StoreError::from)?;
    let shared = Arc::clone(&app);
    let subscription = app
        .store
        .run(move |tx| {
            asked.check_mapping(&shared, tx)?;
            let created_at = shared.clock.now_ms();
            let target = asked.target(None)?;
            let subscription =
                Subscription { id, event: asked.event, mapping_id: asked.mapping_id, target, created_at };
            subscriptions::insert(tx, &shared.organization.id, &subscription)?;
            Ok::<_, ApiError>(subscription)
        })
        .await?;
    Ok(Reply::json(call.status, &write(&app.profile, &subscription)))
}

pub(crate) async fn list(app: Arc<App>, call: Call, kind: Kind) -> Result<Reply, ApiError> {
    let organization = app.organization.id.clone();
    let all = app.store.run::<_, ApiError, _>(move |tx| Ok(subscriptions::list(tx, &organization, kind)?)).await?;
    Ok(Reply::json(call.status, &all.iter().map(|one| write(&app.profile, one)).collect()))
}

pub(crate) async fn get(app: Arc<App>, call: Call, kind: Kind) -> Result<Reply, ApiError> {
    let (organization, id) = (app.organization.id.clone(), call.params.text("id"));
    let found =
        app.store.run::<_, ApiError, _>(move |tx| Ok(subscriptions::get(tx, &organization, kind, &id)?)).await?;
    Ok(Reply::json(call.status, &write(&app.profile, &found.ok_or_else(unknown)?)))
}

pub(crate) async fn replace(app: Arc<App>, call: Call, kind: Kind) -> Result<Reply, ApiError> {
    let asked = Asked::read(&app.profile, kind, &body::object(&call.parts.headers, &call.body)?)?;
    let id = call.params.text("id");
    let shared = Arc::clone(&app);
    let subscription = app
        .store
        .run(move |tx| {
            let before = subscriptions::get(tx, &shared.organization.id, kind, &id)?.ok_or_else(unknown)?;
            asked.check_mapping(&shared, tx)?;
            let target = asked.target(before.target)?;
            let subscription = Subscription {
                id,
                event: asked.event,
                mapping_id: asked.mapping_id,
                target,
                created_at: before.created_at,
            };
            subscriptions::replace(tx, &subscription)?;
            Ok::<_, ApiError>(subscription)
        })
        .await?;
    Ok(Reply::json(call.status, &write(&app.profile, &subscription)))
}

pub(crate) async fn delete(app: Arc<App>, call: Call, kind: Kind) -> Result<Reply, ApiError> {
    let id = call.params.text("id");
    let shared = Arc::clone(&app);
    let id = app
        .store
        .run(move |tx| {
            subscriptions::get(tx, &shared.organization.id, kind, &id)?.ok_or_else(unknown)?;
            subscriptions::delete(tx, &id, shared.clock.now_ms())?;
            Ok::<_, ApiError>(id)
        })
        .await?;
    Ok(Reply::json(call.status, &json!({app.profile.id.as_str(): id})))
}

fn unknown() -> ApiError {
    ApiError::not_found("subscription_not_found", "there is no subscription of that id")
}

/// A subscription as it was asked for.
struct Asked {
    kind: EventKind,
    event: String,
    mapping_id: String,
    /// None for stored events. The secret is missing where a replacement keeps the old one.
    target: Option<(String, Option<String>)>,
}

impl Asked {
    fn read(profile: &Profile, kind: Kind, object: &Map<String, Value>) -> Result<Self, ApiError> {
        let wire = &profile.subscription;
        let event = body::text(object, &wire.event)?;
        let Some(event_kind) = profile.event_kind(event) else {
            let known: Vec<&str> = profile.events.values().map(String::as_str).collect();
            let message = format!("`{}` names no event; known here: {}", wire.event, known.join(", "));
            return Err(ApiError::invalid("unknown_event", message));
        };
        let mapping_id = body::text(object, &wire.mapping)?.to_owned();
        let target = match kind {
            Kind::Stored => None,
            Kind::Webhook => {
                let url = body::text(object, &wire.url)?;
                let parsed = reqwest::Url::parse(url).ok();
                if !parsed.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
                    let message = format!("`{}` must be an http or https address", wire.url);
                    return Err(ApiError::invalid("url_unusable", message));
                }
                let secret = match object.get(&wire.secret) {
                    None => None,
                    Some(_) => Some(body::text(object, &wire.secret)?.to_owned()),
                };
                Some((url.to_owned(), secret))
            }
        };
        Ok(Self { kind: event_kind, event: event.to_owned(), mapping_id, target })
    }

    fn check_mapping(&self, app: &App, tx: &Transaction<'_>) -> Result<(), ApiError> {
        let stored = mappings::get(tx, &app.organization.id, &self.mapping_id)?.ok_or_else(unknown_mapping)?;
        if self.kind.models().contains(&stored.mapping.model) {
            return Ok(());
        }
        let wanted: Vec<&str> = self.kind.models().iter().map(|model| model.as_str()).collect();
        Err(wrong_model(&stored.mapping, &wanted.join(" or ")))
    }

    fn target(&self, before: Option<Target>) -> Result<Option<Target>, ApiError> {
        let Some((url, secret)) = &self.target else { return Ok(None) };
        let secret = secret.clone().or_else(|| before.map(|target| target.secret));
        let secret =
            secret.ok_or_else(|| ApiError::invalid("field_missing", "the secret that signs deliveries is missing"))?;
        Ok(Some(Target { url: url.clone(), secret }))
    }
}

/// The subscription without its secret, which is never shown again.
fn write(profile: &Profile, subscription: &Subscription) -> Value {
    let wire = &profile.subscription;
    let url = subscription.target.as_ref().map(|target| (&wire.url, target.url.clone()));
    let fields: Map<String, Value> = [
        (&profile.id, subscription.id.clone()),
        (&wire.event, subscription.event.clone()),
        (&wire.mapping, subscription.mapping_id.clone()),
    ]
    .into_iter()
    .chain(url)
    .chain([(&wire.created, iso(subscription.created_at))])
    .map(|(name, value)| (name.clone(), Value::from(value)))
    .collect();
    Value::Object(fields)
}
