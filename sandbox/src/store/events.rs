//! What happened, and what was stored of it for polling.

use rusqlite::{Transaction, named_params};

use super::StoreError;
use crate::ids;

/// One event that is kept for the organisation to fetch.
pub(crate) struct StoredEvent {
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) mapping_id: String,
    pub(crate) payload: String,
    pub(crate) created_at: i64,
}

/// Which stored events are wanted.
#[derive(Debug, Default, Clone)]
pub(crate) struct Range {
    pub(crate) from_ms: Option<i64>,
    pub(crate) to_ms: Option<i64>,
    pub(crate) event: Option<String>,
    pub(crate) limit: Option<u32>,
    pub(crate) skip: u64,
}

pub(crate) fn insert(
    tx: &Transaction<'_>,
    organization: &str,
    event: &str,
    case_id: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO events (id, organization_id, event, case_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((ids::object_id()?, organization, event, case_id, now_ms))?;
    Ok(())
}

pub(crate) fn store(tx: &Transaction<'_>, organization: &str, stored: &StoredEvent) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO stored_events (id, organization_id, event, mapping_id, payload, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((&stored.id, organization, &stored.event, &stored.mapping_id, &stored.payload, stored.created_at))?;
    Ok(())
}

/// The stored events of a range, oldest first; `from` belongs to it, `to` does not.
pub(crate) fn list(tx: &Transaction<'_>, organization: &str, range: &Range) -> Result<Vec<StoredEvent>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, event, mapping_id, payload, created_at FROM stored_events
         WHERE organization_id = :organization AND created_at >= :from AND created_at < :to
           AND (:event IS NULL OR event = :event)
         ORDER BY created_at, seq LIMIT :limit OFFSET :skip",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":organization": organization,
            ":from": range.from_ms.unwrap_or(i64::MIN),
            ":to": range.to_ms.unwrap_or(i64::MAX),
            ":event": range.event,
            // SQLite reads a negative limit as none.
            ":limit": range.limit.map_or(-1, i64::from),
            ":skip": i64::try_from(range.skip).unwrap_or(i64::MAX),
        },
        |row| {
            Ok(StoredEvent {
                id: row.get(0)?,
                event: row.get(1)?,
                mapping_id: row.get(2)?,
                payload: row.get(3)?,
                created_at: row.get(4)?,
            })
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}
