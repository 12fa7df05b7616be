//! What the sandbox remembers, in SQLite.
//!
//! One thread owns the one connection; everybody else sends it work and awaits the answer, so no lock is held across
//! an await and writes never wait for each other inside SQLite. Each piece of work is one transaction: it is answered
//! after its commit, so that what was acknowledged survives a `kill -9`.

pub(crate) mod cases;
pub(crate) mod deliveries;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod jobs;
pub(crate) mod mappings;
pub(crate) mod organizations;
mod schema;
pub(crate) mod settings;
pub(crate) mod subscriptions;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use crate::error::StartError;
use crate::ids::NoRandomness;

/// Something failed below the API. Holds no client data.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// SQLite refused.
    Sqlite(rusqlite::Error),
    /// What is stored cannot be read.
    Corrupt(&'static str),
    /// The operating system gave no random bytes for an id.
    NoRandomness,
    /// The store has stopped.
    Closed,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(cause) => write!(f, "SQLite: {cause}"),
            Self::Corrupt(what) => write!(f, "a stored {what} cannot be read"),
            Self::NoRandomness => f.write_str("the operating system gave no random bytes"),
            Self::Closed => f.write_str("the store has stopped"),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(cause: rusqlite::Error) -> Self {
        Self::Sqlite(cause)
    }
}

impl From<NoRandomness> for StoreError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}

type Work = Box<dyn FnOnce(&mut Connection) + Send>;

/// A handle to the store; dropping the last one stops its thread.
#[derive(Clone)]
pub(crate) struct Store {
    work: mpsc::Sender<Work>,
}

impl Store {
    /// Opens the data file, or memory, and makes the tables if they are missing.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, StartError> {
        let mut connection = match path {
            Some(path) => open_file(path)?,
            None => Connection::open_in_memory()
                .map_err(|cause| StartError::new(format!("SQLite cannot be opened: {cause}")))?,
        };
        schema::prepare(&mut connection)?;
        let (work, inbox) = mpsc::channel::<Work>();
        std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || {
                while let Ok(work) = inbox.recv() {
                    // A defect in one piece of work must not stop the others: its transaction is rolled back, and
                    // its caller sees the answer's channel closed.
                    let _ = catch_unwind(AssertUnwindSafe(|| work(&mut connection)));
                }
            })
            .map_err(|cause| StartError::new(format!("the store's thread cannot be started: {cause}")))?;
        Ok(Self { work })
    }

    /// Runs `work` in one transaction and answers after the commit; an error rolls everything back.
    pub(crate) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let boxed: Work = Box::new(move |connection| {
            // The caller may have gone; then nobody needs the answer.
            let _ = answer.send(in_transaction(connection, work));
        });
        self.work.send(boxed).map_err(|_| E::from(StoreError::Closed))?;
        answered.await.unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

fn in_transaction<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|cause| E::from(StoreError::Sqlite(cause)))?;
    let done = work(&transaction)?;
    transaction.commit().map_err(|cause| E::from(StoreError::Sqlite(cause)))?;
    Ok(done)
}

fn open_file(path: &Path) -> Result<Connection, StartError> {
    let failed = |cause: String| StartError::new(format!("the data file {} cannot be used: {cause}", path.display()));
    // The file holds keys: made here first, so that it is never readable by others. SQLite gives its side files the
    // same permissions.
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|cause| failed(cause.to_string()))?;
    let connection = Connection::open(path).map_err(|cause| failed(cause.to_string()))?;
    // A file that is in use stays in use; the wait is for a predecessor that is just ending.
    connection.busy_timeout(Duration::from_secs(1)).map_err(|cause| failed(cause.to_string()))?;
    // Exclusive: two sandboxes on one file would deliver everything twice. NORMAL: a commit survives the death of the
    // process; only a power cut may undo the last ones.
    connection
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        .map_err(|cause| match cause.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => failed("another program is using it".to_owned()),
            _ => failed(cause.to_string()),
        })?;
    Ok(connection)
}
