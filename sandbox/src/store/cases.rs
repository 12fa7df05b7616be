//! Cases and the invitations to take them.

use rusqlite::{OptionalExtension, Transaction};
use serde_json::Value;

use super::StoreError;

/// A case that was just sent.
#[derive(Clone)]
pub(crate) struct NewCase {
    pub(crate) id: String,
    pub(crate) mapping_id: String,
    pub(crate) external_reference: Option<String>,
    pub(crate) case_type_sent: Option<String>,
    pub(crate) canonical: Value,
    pub(crate) created_at: i64,
}

/// An invitation of one firm.
#[derive(Debug, Clone)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) referral_id: String,
    pub(crate) case_id: String,
    pub(crate) firm_id: String,
    pub(crate) status: String,
    pub(crate) sent_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) answered_at: Option<i64>,
}

/// What stands in an invitation's `status`.
pub(crate) mod status {
    pub(crate) const PENDING: &str = "PENDING";
    pub(crate) const ACCEPTED: &str = "ACCEPTED";
}

pub(crate) fn insert(tx: &Transaction<'_>, organization: &str, case: &NewCase) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO cases (id, organization_id, mapping_id, external_reference, case_type_sent, canonical, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        &case.id,
        organization,
        &case.mapping_id,
        &case.external_reference,
        &case.case_type_sent,
        case.canonical.to_string(),
        case.created_at,
    ))?;
    Ok(())
}

/// The canonical case, and the organisation that sent it.
pub(crate) fn find(tx: &Transaction<'_>, id: &str) -> Result<Option<(String, Value)>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT organization_id, canonical FROM cases WHERE id = ?1")?;
    let found = statement.query_row([id], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
    let Some((organization, text)) = found else { return Ok(None) };
    let canonical = serde_json::from_str(&text).map_err(|_| StoreError::Corrupt("case"))?;
    Ok(Some((organization, canonical)))
}

pub(crate) fn insert_invitation(tx: &Transaction<'_>, invitation: &Invitation) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO invitations (id, referral_id, case_id, firm_id, status, sent_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        &invitation.id,
        &invitation.referral_id,
        &invitation.case_id,
        &invitation.firm_id,
        &invitation.status,
        invitation.sent_at,
        invitation.expires_at,
    ))?;
    Ok(())
}

pub(crate) fn invitation(tx: &Transaction<'_>, id: &str) -> Result<Option<Invitation>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, referral_id, case_id, firm_id, status, sent_at, expires_at, answered_at
         FROM invitations WHERE id = ?1",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Invitation {
            id: row.get(0)?,
            referral_id: row.get(1)?,
            case_id: row.get(2)?,
            firm_id: row.get(3)?,
            status: row.get(4)?,
            sent_at: row.get(5)?,
            expires_at: row.get(6)?,
            answered_at: row.get(7)?,
        })
    };
    Ok(statement.query_row([id], read).optional()?)
}

pub(crate) fn answer_invitation(tx: &Transaction<'_>, id: &str, status: &str, now_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE invitations SET status = ?2, answered_at = ?3 WHERE id = ?1")?
        .execute((id, status, now_ms))?;
    Ok(())
}
