//! The organisation that uses the sandbox, and the simulated firms.

use rusqlite::{OptionalExtension, Transaction};

use super::StoreError;

/// The organisation and its keys. No `Debug`: it would print them.
#[derive(Clone)]
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) public_key: String,
    pub(crate) private_key: String,
}

/// A simulated partner firm.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    pub(crate) id: String,
    pub(crate) name: String,
}

pub(crate) fn first(tx: &Transaction<'_>) -> Result<Option<Organization>, StoreError> {
    let mut statement =
        tx.prepare_cached("SELECT id, public_key, private_key FROM organizations ORDER BY rowid LIMIT 1")?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Organization { id: row.get(0)?, public_key: row.get(1)?, private_key: row.get(2)? })
    };
    Ok(statement.query_row([], read).optional()?)
}

pub(crate) fn insert(tx: &Transaction<'_>, organization: &Organization, now_ms: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO organizations VALUES (?1, 'Sandbox Organization', ?2, ?3, ?4)",
        (&organization.id, &organization.public_key, &organization.private_key, now_ms),
    )?;
    Ok(())
}

pub(crate) fn insert_firm(tx: &Transaction<'_>, firm: &Firm) -> Result<(), StoreError> {
    tx.execute("INSERT INTO firms VALUES (?1, ?2)", (&firm.id, &firm.name))?;
    Ok(())
}

/// The firms that the relay may invite, in order.
pub(crate) fn partners(tx: &Transaction<'_>) -> Result<Vec<Firm>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT id, name FROM firms ORDER BY rowid")?;
    let firms = statement.query_map([], |row| Ok(Firm { id: row.get(0)?, name: row.get(1)? }))?;
    Ok(firms.collect::<Result<_, _>>()?)
}

pub(crate) fn firm(tx: &Transaction<'_>, id: &str) -> Result<Option<Firm>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT id, name FROM firms WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| Ok(Firm { id: row.get(0)?, name: row.get(1)? })).optional()?)
}
