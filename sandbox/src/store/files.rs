//! Uploaded files.

use rusqlite::{OptionalExtension, Transaction};

use super::StoreError;

/// A file and the token that stands in its address.
pub(crate) struct StoredFile {
    pub(crate) id: String,
    pub(crate) case_id: String,
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) token: String,
    pub(crate) expires_at: i64,
    pub(crate) created_at: i64,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn insert(tx: &Transaction<'_>, organization: &str, file: &StoredFile) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO files (id, organization_id, case_id, name, content_type, size, token, expires_at, created_at, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute((
        &file.id,
        organization,
        &file.case_id,
        &file.name,
        &file.content_type,
        i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
        &file.token,
        file.expires_at,
        file.created_at,
        &file.bytes,
    ))?;
    Ok(())
}

pub(crate) fn by_token(tx: &Transaction<'_>, token: &str) -> Result<Option<StoredFile>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, case_id, name, content_type, token, expires_at, created_at, bytes FROM files WHERE token = ?1",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(StoredFile {
            id: row.get(0)?,
            case_id: row.get(1)?,
            name: row.get(2)?,
            content_type: row.get(3)?,
            token: row.get(4)?,
            expires_at: row.get(5)?,
            created_at: row.get(6)?,
            bytes: row.get(7)?,
        })
    };
    Ok(statement.query_row([token], read).optional()?)
}
