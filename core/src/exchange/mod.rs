//! The exchange with the server, without the sending: `prepare` builds the request, the host sends it, `interpret`
//! reads what became of it and says what to do next. The same in every language:
//!
//! ```text
//! request = prepare(operation, config, context)
//! loop: outcome = host.send(request)
//!       step    = interpret(operation, config, outcome, attempt)
//!       Done(value) -> return | Retry(after) -> host.sleep(after) | Failed(error) -> throw
//! ```

mod classify;
mod http;

use std::borrow::Cow;
use std::time::Duration;

use crate::contract::Contract;
use crate::credentials::{AccessKey, Environment, OrganizationId};
use crate::error::Error;
use crate::operation::Operation;
use crate::retry::RetryPolicy;

pub use crate::retry::Attempt;
pub use http::{Body, HttpOutcome, HttpRequest, HttpResponse, TransportFailure};

/// Who calls, where, and by which contract.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config<K: AccessKey> {
    /// The firm.
    pub organization: OrganizationId,
    /// Its key.
    pub key: K,
    /// Where requests go.
    pub environment: Environment,
    /// The wire contract; the built-in one unless you correct it.
    pub contract: Cow<'static, Contract>,
    /// How patiently to retry what may be retried.
    pub retry: RetryPolicy,
}

impl<K: AccessKey> Config<K> {
    /// A configuration with the built-in contract and the default patience.
    pub fn new(organization: OrganizationId, key: K, environment: Environment) -> Self {
        Self {
            organization,
            key,
            environment,
            contract: Cow::Borrowed(Contract::builtin()),
            retry: RetryPolicy::default(),
        }
    }
}

/// What the host supplies to build one request.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// Fresh randomness, for the boundary of a multipart body.
    pub random: u64,
}

/// What to do after an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Step<T> {
    /// It is done.
    Done(T),
    /// Wait this long, then send the same request again.
    Retry {
        /// How long to wait.
        after: Duration,
        /// Why.
        because: Error,
    },
    /// It failed for good.
    Failed(Error),
}

/// Builds the request of an operation.
///
/// # Errors
/// `invalid_input` for an unusable argument, `invalid_config` for a contract override that does not fit.
pub fn prepare<O: Operation>(operation: &O, config: &Config<O::Key>, context: &Context) -> Result<HttpRequest, Error> {
    operation.encode(config, context)
}

/// Reads what became of a request and says what to do next.
pub fn interpret<O: Operation>(
    operation: &O,
    config: &Config<O::Key>,
    outcome: &HttpOutcome,
    attempt: &Attempt,
) -> Step<O::Output> {
    let contract = match config.contract.operation(O::NAME) {
        Ok(contract) => contract,
        Err(error) => return Step::Failed(error),
    };
    let error = match classify::accepted(&config.contract, outcome) {
        Ok(response) => match operation.decode(config, response) {
            Ok(value) => return Step::Done(value),
            Err(error) => error,
        },
        Err(error) => error,
    };
    match config.retry.next_delay(&error, *contract.repeat.get(), attempt) {
        Some(after) => Step::Retry { after, because: error },
        None => Step::Failed(error),
    }
}
