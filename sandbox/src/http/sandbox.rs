//! Pages about the sandbox itself. They need no key: they hold none.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::request::Parts;
use serde_json::{Value, json};

use super::body;
use super::error::ApiError;
use super::reply::Reply;
use super::routes::Page;
use crate::app::App;
use crate::books;
use crate::clock::iso;

/// The longest jump ahead: ten years.
const FARTHEST_SECONDS: i64 = 10 * 366 * 24 * 3600;

pub(crate) async fn answer(app: &Arc<App>, page: Page, parts: &Parts, body: &Bytes) -> Result<Reply, ApiError> {
    match page {
        Page::Health => Ok(Reply::json(200, &json!({"ok": true, "profile": app.profile.name}))),
        Page::Books => {
            let books = app.store.run::<_, ApiError, _>(|tx| Ok(books::read(tx)?)).await?;
            Ok(Reply::json(200, &books))
        }
        Page::Requests => Ok(Reply::json(200, &Value::Array(app.journal.list()))),
        Page::Clock => advance(app, parts, body).await,
    }
}

async fn advance(app: &Arc<App>, parts: &Parts, body: &Bytes) -> Result<Reply, ApiError> {
    let asked = body::object(&parts.headers, body)?;
    let seconds = asked.get("advanceSeconds").and_then(Value::as_i64);
    let seconds = seconds.filter(|seconds| (0..=FARTHEST_SECONDS).contains(seconds));
    let Some(seconds) = seconds else {
        let message = format!("`advanceSeconds` must be a whole number from 0 to {FARTHEST_SECONDS}");
        return Err(ApiError::invalid("advance_unusable", message));
    };
    let shared = Arc::clone(app);
    app.store
        .run(move |tx| {
            shared.advance_clock(tx, seconds.saturating_mul(1000))?;
            Ok::<_, ApiError>(())
        })
        .await?;
    app.wake();
    Ok(Reply::json(200, &json!({"now": iso(app.clock.now_ms())})))
}
