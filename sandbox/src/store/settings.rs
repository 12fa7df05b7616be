//! Single numbers that outlive a restart.

use rusqlite::{OptionalExtension, Transaction};

use super::StoreError;

/// How far the clock is ahead of the machine's, in milliseconds.
pub(crate) const CLOCK_OFFSET_MS: &str = "clock_offset_ms";

pub(crate) fn get(tx: &Transaction<'_>, name: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn set(tx: &Transaction<'_>, name: &str, value: i64) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
        .execute((name, value))?;
    Ok(())
}
