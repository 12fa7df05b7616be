//! The library by name and JSON: what every language binding stands on.
//!
//! An operation crosses into another language as its name in the table and JSON text with camelCase keys; so a new
//! row of the table needs no new function in any binding. Nothing here decides anything: it parses, calls the typed
//! functions and writes. Everything is stateless, so there is nothing to free and nothing to leak.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::Contract;
use crate::credentials::{AccessKey, Environment, KeyTier, OrganizationId, PrivateKey, PublicKey};
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::exchange::{self, Attempt, Config, Context, HttpOutcome, HttpRequest, Step};
use crate::mapping::Mapping;
use crate::operation::{self, Operation, OperationName, Visitor};
use crate::retry::RetryPolicy;
use crate::webhook::{self, Secrets};

/// One row of the table of operations, as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OperationRow {
    /// Its name, for example `cases.send`.
    pub name: &'static str,
    /// The key it takes.
    pub key: KeyTier,
    /// Whether this version can carry it out.
    pub available: bool,
}

/// The table of operations, for the parity test of each language.
pub fn operations() -> Vec<OperationRow> {
    OperationName::ALL
        .iter()
        .map(|name| OperationRow { name: name.as_str(), key: name.key(), available: name.is_available() })
        .collect()
}

/// An operation by name, with its arguments and the configuration as JSON text.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// Its name in the table.
    pub operation: &'a str,
    /// Its arguments: the JSON form of the operation's type, for example [`crate::operation::SendCase`].
    pub input: &'a str,
    /// `{"organizationId", "publicKey" or "privateKey", "environment": "production" | "sandbox" or "baseUrl",
    /// "contract": {overrides}, "retry": {policy}}`; the last two may be left out.
    pub config: &'a str,
}

impl std::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The input is client data and the configuration holds a key.
        f.debug_struct("Call").field("operation", &self.operation).finish_non_exhaustive()
    }
}

/// Builds the request of an operation. `random` is 64 fresh random bits.
///
/// # Errors
/// As [`exchange::prepare`]; also `unknown_operation`, and `invalid_config` where the key of the other tier is given.
pub fn prepare(call: &Call<'_>, random: u64) -> Result<HttpRequest, Error> {
    visit(call, Prepare { call: *call, random })?
}

/// Reads what became of a request; the value of [`Step::Done`] is JSON text.
pub fn interpret(call: &Call<'_>, outcome: &HttpOutcome, attempt: &Attempt) -> Step<String> {
    match visit(call, Interpret { call: *call, outcome, attempt: *attempt }) {
        Ok(step) => step,
        Err(error) => Step::Failed(error),
    }
}

/// [`Mapping::inbound`] on JSON text. Values are copied as they are written.
///
/// # Errors
/// As [`crate::mapping::Plan::inbound_text`] and [`Mapping::from_json`].
pub fn map_inbound(mapping: &str, payload: &str) -> Result<String, Error> {
    Mapping::from_json(mapping)?.compile()?.inbound_text(payload)
}

/// [`Mapping::outbound`] on JSON text. Values are copied as they are written.
///
/// # Errors
/// As [`crate::mapping::Plan::outbound_text`] and [`Mapping::from_json`].
pub fn map_outbound(mapping: &str, canonical: &str) -> Result<String, Error> {
    Mapping::from_json(mapping)?.compile()?.outbound_text(canonical)
}

/// [`webhook::verify`] with the built-in contract, or with overrides as JSON text.
///
/// # Errors
/// As [`webhook::verify`] and [`Secrets::new`].
pub fn verify_webhook(
    headers: &[(String, String)],
    body: &[u8],
    secrets: &[String],
    contract: Option<&str>,
) -> Result<(), Error> {
    let contract = match contract {
        Some(overrides) => Cow::Owned(Contract::with_overrides(overrides)?),
        None => Cow::Borrowed(Contract::builtin()),
    };
    webhook::verify(&contract, headers, body, &Secrets::new(secrets.iter().cloned())?)
}

/// [`webhook::sign`]: lower-case hexadecimal. For tests.
///
/// # Errors
/// As [`Secrets::new`].
pub fn sign_webhook(body: &[u8], secret: &str) -> Result<String, Error> {
    Ok(webhook::sign(&Secrets::new([secret])?, body))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConfigText {
    organization_id: String,
    public_key: Option<String>,
    private_key: Option<String>,
    environment: Option<String>,
    base_url: Option<String>,
    contract: Option<Value>,
    retry: Option<RetryPolicy>,
}

/// A key that can be taken out of the configuration text.
trait KeyFromText: AccessKey {
    fn take(text: &mut ConfigText) -> Result<Self, Error>;
}

impl KeyFromText for PublicKey {
    fn take(text: &mut ConfigText) -> Result<Self, Error> {
        let missing = "this operation takes the public key, and none is configured";
        Self::new(text.public_key.take().ok_or_else(|| Error::config("publicKey", missing))?)
    }
}

impl KeyFromText for PrivateKey {
    fn take(text: &mut ConfigText) -> Result<Self, Error> {
        let missing = "this operation takes the private key, and none is configured; never put one in a page or an app";
        Self::new(text.private_key.take().ok_or_else(|| Error::config("privateKey", missing))?)
    }
}

fn config<K: KeyFromText>(text: &str) -> Result<Config<K>, Error> {
    let mut text: ConfigText = serde_json::from_str(text).map_err(|cause| {
        // serde's words would name a Rust type, or quote a value that may be a key.
        Error::config(
            "config",
            format!("the configuration has a missing, unknown or mistyped entry (column {})", cause.column()),
        )
    })?;
    let environment = match (&text.environment, text.base_url.take()) {
        (None, Some(url)) => Environment::custom(url)?,
        (Some(name), None) if name == "production" => Environment::Production,
        (Some(name), None) if name == "sandbox" => Environment::Sandbox,
        (Some(_), None) => {
            return Err(Error::config("environment", "write `production` or `sandbox`, or give a baseUrl"));
        }
        (None, None) => return Err(Error::config("environment", "say where to send: an environment or a baseUrl")),
        (Some(_), Some(_)) => return Err(Error::config("environment", "give an environment or a baseUrl, not both")),
    };
    let key = K::take(&mut text)?;
    let mut config = Config::new(OrganizationId::new(text.organization_id)?, key, environment);
    if let Some(overrides) = &text.contract {
        config.contract = Cow::Owned(config.contract.overridden(overrides)?);
    }
    if let Some(retry) = text.retry {
        config.retry = retry;
    }
    Ok(config)
}

fn input<O: Operation>(text: &str) -> Result<O, Error> {
    serde_json::from_str(text).map_err(|cause| Error::unreadable_json("the input", "input", &cause))
}

fn visit<V: Visitor>(call: &Call<'_>, visitor: V) -> Result<V::Output, Error> {
    let name = OperationName::parse(call.operation)?;
    operation::dispatch(name, visitor).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidInput,
            ErrorCode::UnknownOperation,
            format!("`{name}` is declared, but this version cannot carry it out yet"),
        )
        .at("operation")
    })
}

struct Prepare<'a> {
    call: Call<'a>,
    random: u64,
}

impl Prepare<'_> {
    fn run<O: Operation>(self) -> Result<HttpRequest, Error>
    where
        O::Key: KeyFromText,
    {
        let context = Context { random: self.random };
        exchange::prepare(&input::<O>(self.call.input)?, &config(self.call.config)?, &context)
    }
}

impl Visitor for Prepare<'_> {
    type Output = Result<HttpRequest, Error>;

    fn public<O: Operation<Key = PublicKey>>(self) -> Self::Output {
        self.run::<O>()
    }

    fn private<O: Operation<Key = PrivateKey>>(self) -> Self::Output {
        self.run::<O>()
    }
}

struct Interpret<'a> {
    call: Call<'a>,
    outcome: &'a HttpOutcome,
    attempt: Attempt,
}

impl Interpret<'_> {
    fn run<O: Operation>(self) -> Step<String>
    where
        O::Key: KeyFromText,
    {
        let (operation, config) = match (input::<O>(self.call.input), config(self.call.config)) {
            (Ok(operation), Ok(config)) => (operation, config),
            (Err(error), _) | (_, Err(error)) => return Step::Failed(error),
        };
        match exchange::interpret(&operation, &config, self.outcome, &self.attempt) {
            Step::Done(value) => match serde_json::to_string(&value) {
                Ok(text) => Step::Done(text),
                Err(_) => Step::Failed(Error::new(
                    ErrorKind::Unreadable,
                    ErrorCode::UnreadableAnswer,
                    "the result cannot be written as JSON",
                )),
            },
            Step::Retry { after, because } => Step::Retry { after, because },
            Step::Failed(error) => Step::Failed(error),
        }
    }
}

impl Visitor for Interpret<'_> {
    type Output = Step<String>;

    fn public<O: Operation<Key = PublicKey>>(self) -> Self::Output {
        self.run::<O>()
    }

    fn private<O: Operation<Key = PrivateKey>>(self) -> Self::Output {
        self.run::<O>()
    }
}
