//! What every part of the running sandbox shares.

use std::time::Duration;

use rusqlite::Transaction;
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::event::EventKind;
use crate::http::journal::Journal;
use crate::options::RetrySchedule;
use crate::profile::Profile;
use crate::store::organizations::Organization;
use crate::store::{Store, StoreError, settings};

/// The running sandbox.
pub(crate) struct App {
    pub(crate) profile: Profile,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    pub(crate) organization: Organization,
    pub(crate) base_url: String,
    /// Case types that the relay knows; everything else becomes "Other".
    pub(crate) case_types: Vec<String>,
    pub(crate) partner_delay: Duration,
    pub(crate) invitation_life: Duration,
    pub(crate) file_life: Duration,
    pub(crate) retry: RetrySchedule,
    pub(crate) journal: Journal,
    /// Rung when a delivery was written.
    pub(crate) deliveries_wait: Notify,
    /// Rung when a job was written.
    pub(crate) jobs_wait: Notify,
}

impl App {
    /// The time that is `after` from `from_ms`.
    pub(crate) fn later(from_ms: i64, after: Duration) -> i64 {
        from_ms.saturating_add(i64::try_from(after.as_millis()).unwrap_or(i64::MAX))
    }

    /// The wire name of an event; a profile that leaves one out makes it silent.
    pub(crate) fn event_name(&self, kind: EventKind) -> Option<&str> {
        self.profile.event_name(kind)
    }

    /// Wakes whoever waits for new work. Cheap; called after every commit that may have brought some.
    pub(crate) fn wake(&self) {
        self.deliveries_wait.notify_one();
        self.jobs_wait.notify_one();
    }

    /// Moves the clock and remembers it, so that a restart does not travel back.
    pub(crate) fn advance_clock(&self, tx: &Transaction<'_>, by_ms: i64) -> Result<(), StoreError> {
        let offset = self.clock.advance_ms(by_ms);
        settings::set(tx, settings::CLOCK_OFFSET_MS, offset)
    }
}
