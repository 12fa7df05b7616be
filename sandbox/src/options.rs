//! How a sandbox is to be started.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// When a failed webhook delivery is tried again: the first pause, doubled each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetrySchedule {
    /// Pause after the first failure.
    pub first: Duration,
    /// Tries altogether, the first included.
    pub tries: u32,
}

impl Default for RetrySchedule {
    /// Short, because nobody wants to wait for a sandbox: 0.5 s doubling, 6 tries.
    fn default() -> Self {
        Self { first: Duration::from_millis(500), tries: 6 }
    }
}

impl RetrySchedule {
    /// The pause after so many tries, or none if that was the last.
    pub(crate) fn pause_after(&self, tries: u32) -> Option<Duration> {
        let doublings = tries.saturating_sub(1).min(20);
        (tries < self.tries).then(|| self.first.saturating_mul(1_u32 << doublings))
    }
}

/// How a sandbox is to be started. The default listens on a free loopback port and forgets everything at its end.
#[derive(Clone)]
pub struct Options {
    /// Address or name to listen on.
    pub host: String,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// SQLite file that keeps everything, keys included. None keeps it in memory.
    pub data: Option<PathBuf>,
    /// File that spells the wire. None takes the compiled-in one.
    pub profile: Option<PathBuf>,
    /// Organisation id; random, or as in the data file, if not given.
    pub organization_id: Option<String>,
    /// Public Key; random, or as in the data file, if not given.
    pub public_key: Option<String>,
    /// Private Key; random, or as in the data file, if not given.
    pub private_key: Option<String>,
    /// How long the simulated partner firm thinks before it accepts an invitation.
    pub partner_delay: Duration,
    /// How long an invitation lives.
    pub invitation_life: Duration,
    /// How long the address of a file works.
    pub file_life: Duration,
    /// How long a webhook's receiver may take to answer.
    pub delivery_timeout: Duration,
    /// When failed deliveries are tried again.
    pub retry: RetrySchedule,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 0,
            data: None,
            profile: None,
            organization_id: None,
            public_key: None,
            private_key: None,
            partner_delay: Duration::from_millis(150),
            invitation_life: Duration::from_secs(72 * 3600),
            file_life: Duration::from_secs(4 * 3600),
            delivery_timeout: Duration::from_secs(5),
            retry: RetrySchedule::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Everything but the keys.
        f.debug_struct("Options")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("data", &self.data)
            .field("profile", &self.profile)
            .field("organization_id", &self.organization_id)
            .field("partner_delay", &self.partner_delay)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_until_the_last_try() {
        let schedule = RetrySchedule { first: Duration::from_millis(500), tries: 3 };
        assert_eq!(schedule.pause_after(1), Some(Duration::from_millis(500)));
        assert_eq!(schedule.pause_after(2), Some(Duration::from_secs(1)));
        assert_eq!(schedule.pause_after(3), None);
        assert_eq!(RetrySchedule { first: Duration::MAX, tries: 99 }.pause_after(50), Some(Duration::MAX));
    }
}
