//! Mappings.

use lexamica::mapping::Mapping;
use rusqlite::{OptionalExtension, Row, Transaction};

use super::StoreError;

/// A mapping as the organisation created it.
#[derive(Debug, Clone)]
pub(crate) struct StoredMapping {
    pub(crate) id: String,
    pub(crate) mapping: Mapping,
}

/// The id and the definition's text.
fn read(row: &Row<'_>) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn parse((id, text): (String, String)) -> Result<StoredMapping, StoreError> {
    let mapping = serde_json::from_str(&text).map_err(|_| StoreError::Corrupt("mapping"))?;
    Ok(StoredMapping { id, mapping })
}

fn text(mapping: &Mapping) -> Result<String, StoreError> {
    serde_json::to_string(mapping).map_err(|_| StoreError::Corrupt("mapping"))
}

pub(crate) fn insert(
    tx: &Transaction<'_>,
    organization: &str,
    stored: &StoredMapping,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO mappings (id, organization_id, definition, created_at) VALUES (?1, ?2, ?3, ?4)")?
        .execute((&stored.id, organization, text(&stored.mapping)?, now_ms))?;
    Ok(())
}

pub(crate) fn get(tx: &Transaction<'_>, organization: &str, id: &str) -> Result<Option<StoredMapping>, StoreError> {
    let mut statement =
        tx.prepare_cached("SELECT id, definition FROM mappings WHERE id = ?1 AND organization_id = ?2")?;
    statement.query_row([id, organization], read).optional()?.map(parse).transpose()
}

pub(crate) fn list(tx: &Transaction<'_>, organization: &str) -> Result<Vec<StoredMapping>, StoreError> {
    let mut statement =
        tx.prepare_cached("SELECT id, definition FROM mappings WHERE organization_id = ?1 ORDER BY seq")?;
    let rows = statement.query_map([organization], read)?;
    rows.map(|row| parse(row?)).collect()
}

/// False if there is no such mapping.
pub(crate) fn replace(tx: &Transaction<'_>, organization: &str, stored: &StoredMapping) -> Result<bool, StoreError> {
    let changed = tx
        .prepare_cached("UPDATE mappings SET definition = ?3 WHERE id = ?1 AND organization_id = ?2")?
        .execute((&stored.id, organization, text(&stored.mapping)?))?;
    Ok(changed > 0)
}

/// False if there is no such mapping.
pub(crate) fn delete(tx: &Transaction<'_>, organization: &str, id: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM mappings WHERE id = ?1 AND organization_id = ?2", [id, organization])? > 0)
}
