//! Who may be retried, and after how long. A pure decision: time and randomness come from the caller.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::contract::Repeat;
use crate::error::{Error, ErrorKind};

/// A day.
const LONGEST_WAIT_MS: u64 = 86_400_000;

/// How often and how patiently to retry what may be retried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Requests in all, the first included. 1 means never retry.
    pub max_attempts: u32,
    /// Upper bound of the first wait, in milliseconds; it doubles with each attempt.
    pub base_delay_ms: u64,
    /// Upper bound of any wait that the server did not ask for, in milliseconds.
    pub max_delay_ms: u64,
    /// Longest `Retry-After` that is waited for, in milliseconds; a longer one is an error that says so.
    pub max_retry_after_ms: u64,
    /// Total time, waits included, in milliseconds: no wait that would end later is begun.
    pub deadline_ms: u64,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay_ms: 500,
            max_delay_ms: 20_000,
            max_retry_after_ms: 60_000,
            deadline_ms: 120_000,
        }
    }
}

/// Where the caller stands in its attempts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempt {
    /// 1 for the first request.
    pub number: u32,
    /// Milliseconds since the first request began.
    pub elapsed_ms: u64,
    /// A fresh random number from 0 up to 1, for the jitter.
    pub random: f64,
}

impl RetryPolicy {
    /// The wait before the next attempt, or none if the error is final.
    ///
    /// What never left, and what the server refused before processing it, is retried. What may have arrived is
    /// retried only where the contract says that a repeat is harmless.
    pub fn next_delay(&self, error: &Error, repeat: Repeat, attempt: &Attempt) -> Option<Duration> {
        let harmless = repeat == Repeat::Harmless && error.kind() == ErrorKind::OutcomeUnknown;
        if !(error.retryable() || harmless) || error.is_cancellation() || attempt.number >= self.max_attempts {
            return None;
        }
        let wait = match error.retry_after() {
            Some(asked) => {
                let asked = u64::try_from(asked.as_millis()).unwrap_or(u64::MAX);
                if asked > self.max_retry_after_ms {
                    return None;
                }
                // Never earlier than asked; the jitter on top keeps many clients from coming back in the same instant.
                asked.saturating_add(jitter(self.base_delay_ms, attempt.random))
            }
            None => {
                let doublings = attempt.number.saturating_sub(1).min(32);
                let bound = self.base_delay_ms.saturating_mul(1_u64.checked_shl(doublings).unwrap_or(u64::MAX));
                jitter(bound.min(self.max_delay_ms), attempt.random)
            }
        };
        // Beyond a day no host's timer can be relied on, whatever the policy says.
        if wait > LONGEST_WAIT_MS || attempt.elapsed_ms.saturating_add(wait) > self.deadline_ms {
            return None;
        }
        Some(Duration::from_millis(wait))
    }
}

/// Full jitter: anything from 0 to the bound.
fn jitter(bound_ms: u64, random: f64) -> u64 {
    let random = if random.is_finite() { random.clamp(0.0, 1.0) } else { 0.5 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a wait in milliseconds is far below 2^53 and never negative"
    )]
    let wait = (bound_ms as f64 * random) as u64;
    wait
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    fn at(number: u32) -> Attempt {
        Attempt { number, elapsed_ms: 0, random: 1.0 }
    }

    fn never_sent() -> Error {
        Error::new(ErrorKind::NeverSent, ErrorCode::ConnectionRefused, "refused")
    }

    fn unknown() -> Error {
        Error::new(ErrorKind::OutcomeUnknown, ErrorCode::Timeout, "timeout")
    }

    #[test]
    fn what_may_have_arrived_is_retried_only_where_a_repeat_is_harmless() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.next_delay(&unknown(), Repeat::SecondEffect, &at(1)), None);
        assert_eq!(policy.next_delay(&unknown(), Repeat::Harmless, &at(1)), Some(Duration::from_millis(500)));
        assert_eq!(policy.next_delay(&never_sent(), Repeat::SecondEffect, &at(1)), Some(Duration::from_millis(500)));
    }

    #[test]
    fn waits_double_up_to_the_cap_and_end_with_the_attempts_and_the_deadline() {
        let policy = RetryPolicy { max_attempts: 10, max_delay_ms: 3_000, ..RetryPolicy::default() };
        let wait = |number| policy.next_delay(&never_sent(), Repeat::SecondEffect, &at(number)).map(|d| d.as_millis());
        assert_eq!(
            [wait(1), wait(2), wait(3), wait(4), wait(9)],
            [Some(500), Some(1000), Some(2000), Some(3000), Some(3000)]
        );
        assert_eq!(wait(10), None);
        let late = Attempt { number: 1, elapsed_ms: 119_600, random: 1.0 };
        assert_eq!(policy.next_delay(&never_sent(), Repeat::SecondEffect, &late), None);
    }

    #[test]
    fn retry_after_is_obeyed_up_to_the_limit() {
        let limited = |seconds| {
            Error::new(ErrorKind::Rejected, ErrorCode::RateLimited, "slow down")
                .with_retry_after(Some(Duration::from_secs(seconds)))
        };
        let policy = RetryPolicy::default();
        let none = Attempt { number: 1, elapsed_ms: 0, random: 0.0 };
        assert_eq!(policy.next_delay(&limited(7), Repeat::SecondEffect, &none), Some(Duration::from_secs(7)));
        assert_eq!(policy.next_delay(&limited(61), Repeat::SecondEffect, &none), None);
    }

    #[test]
    fn nonsense_randomness_is_survived() {
        for random in [f64::NAN, f64::INFINITY, -3.0, 9.0] {
            assert!(jitter(1000, random) <= 1000);
        }
    }
}
