//! Subscriptions: webhook ones have an address and a secret, stored-event ones have neither.

use std::fmt;

use rusqlite::{OptionalExtension, Row, Transaction};

use super::StoreError;

/// Where a webhook subscription delivers to, and what signs its deliveries.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) secret: String,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Target([redacted])")
    }
}

/// One subscription to one event, through one mapping.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) mapping_id: String,
    /// None: events are stored instead of delivered.
    pub(crate) target: Option<Target>,
    pub(crate) created_at: i64,
}

const COLUMNS: &str = "id, event, mapping_id, url, secret, created_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    let (url, secret): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
    Ok(Subscription {
        id: row.get(0)?,
        event: row.get(1)?,
        mapping_id: row.get(2)?,
        target: url.zip(secret).map(|(url, secret)| Target { url, secret }),
        created_at: row.get(5)?,
    })
}

/// Whether subscriptions with a target (webhooks) or without (stored events) are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Delivered to an address.
    Webhook,
    /// Stored for polling.
    Stored,
}

impl Kind {
    fn condition(self) -> &'static str {
        match self {
            Self::Webhook => "url IS NOT NULL",
            Self::Stored => "url IS NULL",
        }
    }
}

pub(crate) fn insert(tx: &Transaction<'_>, organization: &str, subscription: &Subscription) -> Result<(), StoreError> {
    let target = subscription.target.as_ref();
    tx.execute(
        "INSERT INTO subscriptions (id, organization_id, event, mapping_id, url, secret, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            &subscription.id,
            organization,
            &subscription.event,
            &subscription.mapping_id,
            target.map(|target| &target.url),
            target.map(|target| &target.secret),
            subscription.created_at,
        ),
    )?;
    Ok(())
}

pub(crate) fn replace(tx: &Transaction<'_>, subscription: &Subscription) -> Result<(), StoreError> {
    let target = subscription.target.as_ref();
    tx.execute(
        "UPDATE subscriptions SET event = ?2, mapping_id = ?3, url = ?4, secret = ?5 WHERE id = ?1",
        (
            &subscription.id,
            &subscription.event,
            &subscription.mapping_id,
            target.map(|target| &target.url),
            target.map(|target| &target.secret),
        ),
    )?;
    Ok(())
}

pub(crate) fn get(
    tx: &Transaction<'_>,
    organization: &str,
    kind: Kind,
    id: &str,
) -> Result<Option<Subscription>, StoreError> {
    let condition = kind.condition();
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM subscriptions WHERE id = ?1 AND organization_id = ?2 AND {condition}"
    ))?;
    Ok(statement.query_row([id, organization], read).optional()?)
}

pub(crate) fn list(tx: &Transaction<'_>, organization: &str, kind: Kind) -> Result<Vec<Subscription>, StoreError> {
    let condition = kind.condition();
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM subscriptions WHERE organization_id = ?1 AND {condition} ORDER BY seq"
    ))?;
    let rows = statement.query_map([organization], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every subscription to an event, of both kinds.
pub(crate) fn of_event(tx: &Transaction<'_>, organization: &str, event: &str) -> Result<Vec<Subscription>, StoreError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM subscriptions WHERE organization_id = ?1 AND event = ?2 ORDER BY seq"
    ))?;
    let rows = statement.query_map([organization, event], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every subscription that uses a mapping.
pub(crate) fn of_mapping(tx: &Transaction<'_>, mapping_id: &str) -> Result<Vec<Subscription>, StoreError> {
    let mut statement =
        tx.prepare_cached(&format!("SELECT {COLUMNS} FROM subscriptions WHERE mapping_id = ?1 ORDER BY seq"))?;
    let rows = statement.query_map([mapping_id], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Deletes a subscription and gives up its waiting deliveries; what was stored stays.
pub(crate) fn delete(tx: &Transaction<'_>, id: &str, now_ms: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM subscriptions WHERE id = ?1", [id])?;
    tx.execute(
        "UPDATE deliveries SET state = 'cancelled', settled_at = ?2
         WHERE subscription_id = ?1 AND state IN ('pending', 'sending')",
        (id, now_ms),
    )?;
    Ok(())
}
