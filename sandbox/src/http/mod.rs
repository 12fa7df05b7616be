//! The service: from a request to an answer.

mod auth;
mod body;
mod cases;
mod cors;
pub(crate) mod error;
mod files;
pub(crate) mod journal;
mod mappings;
mod query;
mod reply;
mod routes;
mod sandbox;
mod stored_events;
mod subscriptions;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::request::Parts;
use axum::response::Response;

use crate::app::App;
use crate::profile::Operation;
use crate::store::subscriptions::Kind;
use error::ApiError;
use query::Query;
use reply::Reply;
use routes::{Params, Target};

/// Largest body of a call with JSON.
const JSON_LIMIT: usize = 1024 * 1024;
/// Largest body of an upload: the documentation advises against direct uploads above 50 MB.
const UPLOAD_LIMIT: usize = 64 * 1024 * 1024;

/// A request that was matched with a route and read.
pub(crate) struct Call {
    pub(crate) parts: Parts,
    pub(crate) params: Params,
    pub(crate) query: Query,
    pub(crate) body: Bytes,
    /// Status of success that the profile wants.
    pub(crate) status: u16,
}

/// The whole service. Routing is by the profile, not by axum: a profile may spell routes that axum would refuse by
/// panicking.
pub(crate) fn service(app: Arc<App>) -> Router {
    // Bodies are limited below, by route.
    Router::new().fallback(dispatch).layer(DefaultBodyLimit::disable()).with_state(app)
}

async fn dispatch(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut entry = journal::Entry::begin(&app, &parts);
    let origin = cors::allowed_origin(&app, &parts.headers);
    let preflight = cors::preflight(&parts, origin.as_ref());
    let mut reply = match preflight {
        Some(reply) => reply,
        None => match answer(&app, parts, body, &mut entry).await {
            Ok(reply) => reply,
            Err(error) => error.reply(&app.profile.error),
        },
    };
    if let Some(origin) = origin {
        cors::allow(&mut reply, origin);
    }
    entry.end(&app, &reply);
    reply.into_response()
}

async fn answer(app: &Arc<App>, parts: Parts, body: Body, entry: &mut journal::Entry) -> Result<Reply, ApiError> {
    let found = routes::find(&app.profile, parts.method.as_str(), parts.uri.path());
    // The body is read before anything is refused: a client that still sends would otherwise see its connection break
    // instead of the reason.
    let limit = match &found {
        Ok((Target::Api(Operation::FileUpload, _), _)) => UPLOAD_LIMIT,
        _ => JSON_LIMIT,
    };
    let body = body::read(body, limit).await?;
    let (target, params) = found?;
    entry.saw(app, &target, &parts, &body);
    let query = Query::parse(parts.uri.query());
    match target {
        Target::Sandbox(page) => sandbox::answer(app, page, &parts, &body).await,
        Target::Api(operation, route) => {
            auth::authorize(app, route.key, &parts.headers, &query, params.get("organizationId"))?;
            let call = Call { status: route.status, parts, params, query, body };
            perform(app, operation, call).await
        }
    }
}

async fn perform(app: &Arc<App>, operation: Operation, call: Call) -> Result<Reply, ApiError> {
    let app = Arc::clone(app);
    match operation {
        Operation::MappingCreate => mappings::create(app, call).await,
        Operation::MappingList => mappings::list(app, call).await,
        Operation::MappingGet => mappings::get(app, call).await,
        Operation::MappingReplace => mappings::replace(app, call).await,
        Operation::MappingDelete => mappings::delete(app, call).await,
        Operation::WebhookSubscriptionCreate => subscriptions::create(app, call, Kind::Webhook).await,
        Operation::WebhookSubscriptionList => subscriptions::list(app, call, Kind::Webhook).await,
        Operation::WebhookSubscriptionGet => subscriptions::get(app, call, Kind::Webhook).await,
        Operation::WebhookSubscriptionReplace => subscriptions::replace(app, call, Kind::Webhook).await,
        Operation::WebhookSubscriptionDelete => subscriptions::delete(app, call, Kind::Webhook).await,
        Operation::StoredEventSubscriptionCreate => subscriptions::create(app, call, Kind::Stored).await,
        Operation::StoredEventSubscriptionList => subscriptions::list(app, call, Kind::Stored).await,
        Operation::StoredEventSubscriptionGet => subscriptions::get(app, call, Kind::Stored).await,
        Operation::StoredEventSubscriptionReplace => subscriptions::replace(app, call, Kind::Stored).await,
        Operation::StoredEventSubscriptionDelete => subscriptions::delete(app, call, Kind::Stored).await,
        Operation::StoredEventList => stored_events::list(app, call).await,
        Operation::CaseSend => cases::send(app, call).await,
        Operation::FileUpload => files::upload(app, call).await,
        Operation::FileDownload => files::download(app, call).await,
    }
}
