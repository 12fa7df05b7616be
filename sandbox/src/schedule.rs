//! Does what is due by the sandbox's clock, and sleeps in between.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::relay;
use crate::store::{StoreError, jobs};

/// Becomes true when the sandbox stops.
pub(crate) type Stop = watch::Receiver<bool>;

/// Jobs done in one transaction: enough to keep up, few enough not to delay requests.
const BATCH: u32 = 64;
/// The longest sleep; whoever adds work wakes the sleeper anyway.
const NAP: Duration = Duration::from_secs(60);
/// The pause after a failure of the store.
const PAUSE: Duration = Duration::from_millis(200);

/// Waits until the sandbox stops.
pub(crate) async fn stopped(stop: &mut Stop) {
    // An error means that the sandbox is gone, which is a stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// How long to sleep until `due_ms`.
pub(crate) fn nap(now_ms: i64, due_ms: Option<i64>) -> Duration {
    let Some(due) = due_ms else { return NAP };
    Duration::from_millis(u64::try_from(due.saturating_sub(now_ms)).unwrap_or(0)).min(NAP)
}

/// Does jobs until the sandbox stops.
pub(crate) async fn run(app: Arc<App>, mut stop: Stop) {
    loop {
        let nap = match do_due(&app).await {
            Ok(next_due) => {
                app.deliveries_wait.notify_one();
                nap(app.clock.now_ms(), next_due)
            }
            Err(_) => PAUSE,
        };
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = app.jobs_wait.notified() => {}
            () = tokio::time::sleep(nap) => {}
        }
    }
}

async fn do_due(app: &Arc<App>) -> Result<Option<i64>, StoreError> {
    let shared = Arc::clone(app);
    app.store
        .run(move |tx| {
            for job in jobs::take(tx, shared.clock.now_ms(), BATCH)? {
                if job.kind == jobs::PARTNER_ACCEPTS {
                    relay::partner_accepts(&shared, tx, &job.subject_id)?;
                }
            }
            jobs::next_due(tx)
        })
        .await
}
