//! What really happened, for tests that compare it with what a client believes.

use rusqlite::{Row, Transaction};
use serde_json::{Map, Value, json};

use crate::clock::iso;
use crate::store::StoreError;

/// Counts and lists of everything. Holds ids, references and names of files, but nothing about a client.
pub(crate) fn read(tx: &Transaction<'_>) -> Result<Value, StoreError> {
    let cases = rows(
        tx,
        "SELECT id, mapping_id, external_reference, case_type_sent, created_at FROM cases ORDER BY seq",
        |row| {
            Ok(json!({
                "id": row.get::<_, String>(0)?,
                "mappingId": row.get::<_, String>(1)?,
                "externalReference": row.get::<_, Option<String>>(2)?,
                "caseTypeSent": row.get::<_, Option<String>>(3)?,
                "created": iso(row.get(4)?),
            }))
        },
    )?;
    let invitations = rows(tx, "SELECT id, case_id, firm_id, status FROM invitations ORDER BY seq", |row| {
        Ok(json!({
            "id": row.get::<_, String>(0)?,
            "caseId": row.get::<_, String>(1)?,
            "firmId": row.get::<_, String>(2)?,
            "status": row.get::<_, String>(3)?,
        }))
    })?;
    let deliveries = rows(
        tx,
        "SELECT subscription_id, event, count(*), sum(attempts), sum(state = 'delivered'),
                sum(state IN ('pending', 'sending')), sum(state = 'failed'), sum(state = 'cancelled')
         FROM deliveries GROUP BY subscription_id, event ORDER BY min(seq)",
        |row| {
            Ok(json!({
                "subscriptionId": row.get::<_, String>(0)?,
                "event": row.get::<_, String>(1)?,
                "total": row.get::<_, i64>(2)?,
                "attempts": row.get::<_, i64>(3)?,
                "delivered": row.get::<_, i64>(4)?,
                "pending": row.get::<_, i64>(5)?,
                "failed": row.get::<_, i64>(6)?,
                "cancelled": row.get::<_, i64>(7)?,
            }))
        },
    )?;
    let files = rows(tx, "SELECT id, case_id, name, size, expires_at FROM files ORDER BY seq", |row| {
        Ok(json!({
            "id": row.get::<_, String>(0)?,
            "caseId": row.get::<_, String>(1)?,
            "name": row.get::<_, String>(2)?,
            "size": row.get::<_, i64>(3)?,
            "expires": iso(row.get(4)?),
        }))
    })?;
    Ok(json!({
        "counts": {
            "cases": cases.len(),
            "invitations": invitations.len(),
            "files": files.len(),
            "mappings": count(tx, "SELECT count(*) FROM mappings")?,
            "subscriptions": count(tx, "SELECT count(*) FROM subscriptions")?,
            "events": count(tx, "SELECT count(*) FROM events")?,
            "storedEvents": count(tx, "SELECT count(*) FROM stored_events")?,
            "deliveries": count(tx, "SELECT count(*) FROM deliveries")?,
        },
        "cases": cases,
        "invitations": invitations,
        "events": by_name(tx, "SELECT event, count(*) FROM events GROUP BY event ORDER BY min(seq)")?,
        "storedEvents": by_name(tx, "SELECT event, count(*) FROM stored_events GROUP BY event ORDER BY min(seq)")?,
        "deliveries": deliveries,
        "files": files,
    }))
}

fn rows(
    tx: &Transaction<'_>,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<Value>,
) -> Result<Vec<Value>, StoreError> {
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn by_name(tx: &Transaction<'_>, sql: &str) -> Result<Map<String, Value>, StoreError> {
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, Value::from(row.get::<_, i64>(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn count(tx: &Transaction<'_>, sql: &str) -> Result<i64, StoreError> {
    Ok(tx.query_row(sql, [], |row| row.get(0))?)
}
