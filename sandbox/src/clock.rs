//! The sandbox's clock, which can be moved ahead: expiry of hours must be testable in milliseconds.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The one source of time. It never goes back, even if the machine's clock does: stored events are read by time
/// range, and an event that is written with an earlier time than one already read would be missed.
#[derive(Debug, Default)]
pub struct Clock {
    offset_ms: AtomicI64,
    latest_ms: AtomicI64,
}

impl Clock {
    /// A clock that is already ahead, as it was when the data file was last used.
    pub fn ahead_by(offset_ms: i64) -> Self {
        Self { offset_ms: AtomicI64::new(offset_ms), latest_ms: AtomicI64::new(0) }
    }

    /// The present, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        let now = Timestamp::now().as_millisecond().saturating_add(self.offset_ms());
        self.latest_ms.fetch_max(now, Ordering::AcqRel).max(now)
    }

    /// How far this clock is ahead of the machine's.
    pub fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::Acquire)
    }

    /// Moves the clock ahead, and answers how far it is ahead now.
    pub fn advance_ms(&self, by: i64) -> i64 {
        let by = by.max(0);
        self.offset_ms.fetch_add(by, Ordering::AcqRel).saturating_add(by)
    }
}

/// A time as the wire spells it: ISO 8601, UTC, milliseconds.
pub fn iso(ms: i64) -> String {
    match Timestamp::from_millisecond(ms) {
        Ok(time) => format!("{time:.3}"),
        Err(_) => String::new(),
    }
}

/// Reads a time: with zone or offset, without (UTC is meant), or a date alone (its beginning in UTC).
pub fn parse(text: &str) -> Option<i64> {
    if let Ok(time) = text.parse::<Timestamp>() {
        // Rounded up: an event that carries a whole millisecond before a finer limit is before it.
        return Some(
            time.as_millisecond().saturating_add(i64::from(time.subsec_nanosecond().rem_euclid(1_000_000) > 0)),
        );
    }
    let local = text.parse::<DateTime>().ok().or_else(|| Some(text.parse::<Date>().ok()?.at(0, 0, 0, 0)))?;
    TimeZone::UTC.to_timestamp(local).ok().map(Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read_back() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(parse("1970-01-01T00:00:01.500Z"), Some(1500));
        assert_eq!(parse("1970-01-01T02:00:00+02:00"), Some(0));
        assert_eq!(parse("1970-01-01T00:00:01"), Some(1000));
        assert_eq!(parse("1970-01-02"), Some(86_400_000));
        assert_eq!(parse("yesterday"), None);
    }

    #[test]
    fn the_clock_moves_ahead_only() {
        let clock = Clock::default();
        let before = clock.now_ms();
        clock.advance_ms(3_600_000);
        assert!(clock.now_ms() >= before + 3_600_000);
    }
}
