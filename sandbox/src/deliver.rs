//! Delivers webhooks: signs, posts, and tries again with growing pauses.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::app::App;
use crate::error::StartError;
use crate::schedule::{Stop, nap, stopped};
use crate::sign::signature;
use crate::store::StoreError;
use crate::store::deliveries::{self, Due, Ending};

/// Deliveries under way at the same time.
const AT_ONCE: usize = 32;
const PAUSE: Duration = Duration::from_millis(200);

/// A client for all deliveries. It follows no redirect: a redirected delivery was not received.
pub(crate) fn client(timeout: Duration) -> Result<reqwest::Client, StartError> {
    // reqwest is built without a default provider of cryptography. A second installation is harmless.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(timeout)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .user_agent(concat!("lexamica-sandbox/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|cause| StartError::new(format!("the client for deliveries cannot be made: {cause}")))
}

/// Delivers until the sandbox stops. What is under way then is sent again after the next start.
pub(crate) async fn run(app: Arc<App>, client: reqwest::Client, mut stop: Stop) {
    let mut under_way = JoinSet::new();
    loop {
        let free = AT_ONCE.saturating_sub(under_way.len());
        let nap = match claim(&app, free).await {
            Ok((due, next_due)) => {
                for delivery in due {
                    under_way.spawn(attempt(Arc::clone(&app), client.clone(), delivery));
                }
                nap(app.clock.now_ms(), next_due)
            }
            Err(_) => PAUSE,
        };
        let full = under_way.len() >= AT_ONCE;
        tokio::select! {
            () = stopped(&mut stop) => return,
            Some(_) = under_way.join_next() => {}
            () = app.deliveries_wait.notified(), if !full => {}
            () = tokio::time::sleep(nap), if !full => {}
        }
    }
}

async fn claim(app: &Arc<App>, free: usize) -> Result<(Vec<Due>, Option<i64>), StoreError> {
    let shared = Arc::clone(app);
    app.store.run(move |tx| Ok((deliveries::claim(tx, shared.clock.now_ms(), free)?, deliveries::next_due(tx)?))).await
}

async fn attempt(app: Arc<App>, client: reqwest::Client, due: Due) {
    let (status, error) = match post(&app, &client, &due).await {
        Ok(status) => (Some(status), (!(200..300).contains(&status)).then(|| format!("answered {status}"))),
        Err(why) => (None, Some(why.to_owned())),
    };
    let attempts = due.attempts.saturating_add(1);
    let shared = Arc::clone(&app);
    let recorded: Result<(), StoreError> = app
        .store
        .run(move |tx| {
            let now = shared.clock.now_ms();
            let ending = match (&error, shared.retry.pause_after(attempts)) {
                (None, _) => Ending::Delivered,
                (Some(_), Some(pause)) => Ending::Retry(App::later(now, pause)),
                (Some(_), None) => Ending::Failed,
            };
            deliveries::record(tx, &due.id, &ending, status, error.as_deref(), now)
        })
        .await;
    // A try that cannot be recorded is still marked as being sent, and repeated after the next start: a delivery may
    // arrive twice, but is never lost.
    drop(recorded);
}

/// The status of the answer, or why there is none, without the address: it may hold the receiver's own secrets.
async fn post(app: &App, client: &reqwest::Client, due: &Due) -> Result<u16, &'static str> {
    let wire = &app.profile.webhook;
    let signature = signature(&due.target.secret, due.body.as_bytes()).ok_or("the secret cannot sign")?;
    let answer = client
        .post(&due.target.url)
        .header(reqwest::header::CONTENT_TYPE, "application/json")
        .header(&wire.signature_header, signature)
        .header(&wire.event_header, &due.event)
        .header(&wire.delivery_header, &due.id)
        .body(due.body.clone())
        .send()
        .await;
    match answer {
        Ok(answer) => Ok(answer.status().as_u16()),
        Err(cause) if cause.is_timeout() => Err("no answer in time"),
        Err(cause) if cause.is_connect() => Err("no connection"),
        Err(cause) if cause.is_builder() => Err("the address is unusable"),
        Err(_) => Err("the connection broke"),
    }
}
