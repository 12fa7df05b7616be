//! The tables.

use rusqlite::Connection;

use crate::error::StartError;

/// Marks a SQLite file as a sandbox's ("LXSB"), so that no other program's file is written to by mistake.
const APPLICATION_ID: i32 = 0x4c58_5342;
const VERSION: i32 = 1;

const TABLES: &str = "
CREATE TABLE settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE organizations (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, public_key TEXT NOT NULL, private_key TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE firms (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE mappings (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
    definition TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE cases (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
    mapping_id TEXT NOT NULL, external_reference TEXT, case_type_sent TEXT, canonical TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE invitations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, referral_id TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id), firm_id TEXT NOT NULL, status TEXT NOT NULL,
    sent_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, answered_at INTEGER
) STRICT;
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
    event TEXT NOT NULL, case_id TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
-- url and secret are set for webhook subscriptions only; without them events are stored.
CREATE TABLE subscriptions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
    event TEXT NOT NULL, mapping_id TEXT NOT NULL, url TEXT, secret TEXT, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX subscriptions_by_event ON subscriptions (organization_id, event);
CREATE TABLE stored_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
    event TEXT NOT NULL, mapping_id TEXT NOT NULL, payload TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stored_events_by_time ON stored_events (organization_id, created_at, seq);
-- state: pending, sending, delivered, failed, cancelled. due_at has a meaning while pending.
CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, subscription_id TEXT NOT NULL,
    event TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL, last_status INTEGER, last_error TEXT, created_at INTEGER NOT NULL, settled_at INTEGER
) STRICT;
CREATE INDEX deliveries_by_due ON deliveries (state, due_at);
CREATE INDEX deliveries_by_subscription ON deliveries (subscription_id);
CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject_id TEXT NOT NULL, due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_due ON jobs (due_at);
CREATE TABLE files (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id), name TEXT NOT NULL, content_type TEXT NOT NULL, size INTEGER NOT NULL,
    token TEXT NOT NULL UNIQUE, expires_at INTEGER NOT NULL, created_at INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
";

/// Makes the tables in a new file; refuses a file of another program or version.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), StartError> {
    let failed = |cause: rusqlite::Error| StartError::new(format!("the data file cannot be prepared: {cause}"));
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map_err(failed);
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed)?;
    if application == APPLICATION_ID && version == VERSION {
        // A delivery that was under way when the process ended was not acknowledged: it is sent again.
        return connection
            .execute("UPDATE deliveries SET state = 'pending' WHERE state = 'sending'", [])
            .map(|_| ())
            .map_err(failed);
    }
    if application == APPLICATION_ID {
        return Err(StartError::new(format!(
            "the data file is of version {version}, this sandbox writes version {VERSION}: start with a new file"
        )));
    }
    if tables != 0 {
        return Err(StartError::new("the data file belongs to another program"));
    }
    let transaction = connection.transaction().map_err(failed)?;
    transaction.execute_batch(TABLES).map_err(failed)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
    transaction.pragma_update(None, "user_version", VERSION).map_err(failed)?;
    transaction.commit().map_err(failed)
}
