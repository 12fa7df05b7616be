//! Things that will happen later by themselves, such as a partner's answer.

use rusqlite::{OptionalExtension, Transaction};

use super::StoreError;

/// A partner firm accepts the invitation named by the subject.
pub(crate) const PARTNER_ACCEPTS: &str = "partner_accepts";

/// Something whose time has come.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) kind: String,
    pub(crate) subject_id: String,
}

pub(crate) fn insert(tx: &Transaction<'_>, kind: &str, subject_id: &str, due_at: i64) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO jobs (kind, subject_id, due_at) VALUES (?1, ?2, ?3)")?
        .execute((kind, subject_id, due_at))?;
    Ok(())
}

/// Takes jobs that are due off the list. They are done in the same transaction, so none is lost or done twice.
pub(crate) fn take(tx: &Transaction<'_>, now_ms: i64, limit: u32) -> Result<Vec<Job>, StoreError> {
    let mut statement =
        tx.prepare_cached("SELECT seq, kind, subject_id FROM jobs WHERE due_at <= ?1 ORDER BY due_at, seq LIMIT ?2")?;
    let rows = statement.query_map((now_ms, limit), |row| {
        Ok((row.get::<_, i64>(0)?, Job { kind: row.get(1)?, subject_id: row.get(2)? }))
    })?;
    let taken: Vec<(i64, Job)> = rows.collect::<Result<_, _>>()?;
    let mut delete = tx.prepare_cached("DELETE FROM jobs WHERE seq = ?1")?;
    for (seq, _) in &taken {
        delete.execute([seq])?;
    }
    Ok(taken.into_iter().map(|(_, job)| job).collect())
}

/// When the next job is due.
pub(crate) fn next_due(tx: &Transaction<'_>) -> Result<Option<i64>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT min(due_at) FROM jobs")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?.flatten())
}
