//! Webhook deliveries: written with the event, picked up by the delivery worker, kept as a log.

use rusqlite::{OptionalExtension, Transaction};

use super::StoreError;
use super::subscriptions::Target;
use crate::ids;

/// A delivery whose time has come.
pub(crate) struct Due {
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) body: String,
    pub(crate) target: Target,
    /// Tries made before this one.
    pub(crate) attempts: u32,
}

/// How a try ended.
pub(crate) enum Ending {
    /// The receiver answered 2xx.
    Delivered,
    /// It did not, and it is tried again at this time.
    Retry(i64),
    /// It did not, and that was the last try.
    Failed,
}

pub(crate) fn insert(
    tx: &Transaction<'_>,
    subscription_id: &str,
    event: &str,
    body: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO deliveries (id, subscription_id, event, body, state, attempts, due_at, created_at)
         VALUES (?1, ?2, ?3, ?4, 'pending', 0, ?5, ?5)",
    )?
    .execute((ids::object_id()?, subscription_id, event, body, now_ms))?;
    Ok(())
}

/// Takes up to `limit` deliveries that are due, oldest first, and marks them as being sent.
pub(crate) fn claim(tx: &Transaction<'_>, now_ms: i64, limit: usize) -> Result<Vec<Due>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT d.id, d.event, d.body, d.attempts, s.url, s.secret
         FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id
         WHERE d.state = 'pending' AND d.due_at <= ?1 ORDER BY d.due_at, d.seq LIMIT ?2",
    )?;
    let rows = statement.query_map((now_ms, i64::try_from(limit).unwrap_or(i64::MAX)), |row| {
        Ok(Due {
            id: row.get(0)?,
            event: row.get(1)?,
            body: row.get(2)?,
            attempts: row.get(3)?,
            target: Target { url: row.get(4)?, secret: row.get(5)? },
        })
    })?;
    let due: Vec<Due> = rows.collect::<Result<_, _>>()?;
    let mut mark = tx.prepare_cached("UPDATE deliveries SET state = 'sending' WHERE id = ?1")?;
    for delivery in &due {
        mark.execute([&delivery.id])?;
    }
    Ok(due)
}

/// When the next waiting delivery is due.
pub(crate) fn next_due(tx: &Transaction<'_>) -> Result<Option<i64>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT min(due_at) FROM deliveries WHERE state = 'pending'")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?.flatten())
}

/// Records a try. A delivery that was cancelled meanwhile stays cancelled, but its try is counted.
pub(crate) fn record(
    tx: &Transaction<'_>,
    id: &str,
    ending: &Ending,
    status: Option<u16>,
    error: Option<&str>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let (state, due_at, settled_at) = match ending {
        Ending::Delivered => ("delivered", None, Some(now_ms)),
        Ending::Retry(at) => ("pending", Some(*at), None),
        Ending::Failed => ("failed", None, Some(now_ms)),
    };
    tx.prepare_cached(
        "UPDATE deliveries SET attempts = attempts + 1, last_status = ?2, last_error = ?3,
            state = CASE state WHEN 'sending' THEN ?4 ELSE state END,
            due_at = coalesce(?5, due_at), settled_at = coalesce(?6, settled_at)
         WHERE id = ?1",
    )?
    .execute((id, status, error, state, due_at, settled_at))?;
    Ok(())
}
