//! An async client over reqwest.
//!
//! Two clients, one per key: [`IngestClient`] sends data in with the Public Key, [`AdminClient`] configures with the
//! Private Key. Both send what [`crate::exchange`] builds, wait as it says, and decide nothing themselves.

mod admin;
mod ingest;
mod send;

pub use admin::AdminClient;
pub use ingest::{IngestClient, Upload};

use std::time::Duration;

use crate::contract::Contract;
use crate::credentials::Environment;
use crate::retry::RetryPolicy;

/// How a client sends. Start from `Options::default()`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Where requests go. The default is Lexamica's sandbox: going live is a decision to write down.
    pub environment: Environment,
    /// Corrections of the wire contract.
    pub contract: Option<Contract>,
    /// How patiently to retry what may be retried.
    pub retry: RetryPolicy,
    /// Longest time to establish a connection.
    pub connect_timeout: Duration,
    /// Longest time for one attempt, from the first byte to the last. Uploads of large files need more.
    pub timeout: Duration,
    /// Replaces the HTTP client, for example to go through a proxy. Redirects must be off in it: a key would go along.
    pub http: Option<reqwest::Client>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            environment: Environment::Sandbox,
            contract: None,
            retry: RetryPolicy::default(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            http: None,
        }
    }
}

impl Options {
    /// Sends to this environment.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Speaks by this contract.
    #[must_use]
    pub fn contract(mut self, contract: Contract) -> Self {
        self.contract = Some(contract);
        self
    }

    /// Retries by this policy.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Waits this long for one attempt.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}
