//! The wire contract as data.
//!
//! Half of the real API's spellings are not public. So every path, verb, field name, header name and event name
//! stands once, in `contract.json` beside this file, marked `documented`, `observed` or `assumed`, with its source. A
//! user who knows better overrides an entry at run time; nobody has to wait for a release.

mod default;
mod merge;
mod model;
mod operation;
pub(crate) mod record;
mod spelled;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::credentials::{BaseUrl, Environment};
use crate::error::Error;
use crate::operation::OperationName;

pub use model::ModelContract;
pub use operation::{Location, Method, OperationContract, Parameter, Repeat};
pub use record::{Name, Record};
pub use spelled::{Provenance, Spelled};

/// Header names of HTTP itself, which no vendor chooses.
pub(crate) mod http {
    pub(crate) const ACCEPT: &str = "accept";
    pub(crate) const CONTENT_TYPE: &str = "content-type";
    pub(crate) const DATE: &str = "date";
    pub(crate) const RETRY_AFTER: &str = "retry-after";
}

/// Everything this library believes about the wire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Contract {
    /// Base addresses.
    pub environments: Environments,
    /// How a key travels.
    pub authentication: Authentication,
    /// Every operation by its name, for example `cases.send`.
    pub operations: BTreeMap<String, OperationContract>,
    /// The fields of each model: this library's canonical path to the path that Lexamica's mapping engine knows.
    pub models: BTreeMap<String, ModelContract>,
    /// How the objects of the administrative operations are spelled.
    pub records: Records,
    /// How answers are read.
    pub answers: Answers,
    /// How webhook deliveries are signed.
    pub webhook: WebhookContract,
    /// The known events: canonical name to the spelling on the wire.
    pub events: BTreeMap<String, Spelled<String>>,
}

/// Base addresses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Environments {
    /// The live service.
    pub production: Spelled<String>,
    /// Lexamica's own sandbox.
    pub sandbox: Spelled<String>,
}

/// How a key travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Authentication {
    /// Header that carries the key.
    pub header: Spelled<String>,
    /// Word before the key; blank for none.
    pub scheme: Spelled<String>,
}

/// How the objects of the administrative operations are spelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Records {
    /// A mapping: `id`, `name`, `model`, `fields`.
    pub mapping: Record,
    /// One pair of a mapping: `yours`, `lexamica`.
    pub mapping_pair: Record,
    /// A webhook subscription: `id`, `event`, `mapping_id`, `url`, `secret`.
    pub webhook_subscription: Record,
    /// A stored-event subscription: `id`, `event`, `mapping_id`.
    pub stored_event_subscription: Record,
    /// A stored event: `id`, `event`, `mapping_id`, `occurred_at`, `payload`.
    pub stored_event: Record,
    /// An attachment as an upload answers it: `id`, `url`.
    pub attachment: Record,
}

/// How answers are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Answers {
    /// Keys under which the object of an answer may be wrapped; the bare object is always tried first.
    pub envelopes: Spelled<Vec<String>>,
    /// Keys under which a list may be wrapped; the bare list is always tried first.
    pub lists: Spelled<Vec<String>>,
    /// Keys of a case's id, tried in this order where the mapping does not name one.
    pub case_id: Spelled<Vec<String>>,
    /// Dotted paths of the message in an error answer.
    pub error_message: Spelled<Vec<String>>,
    /// Statuses by which the server refuses a request before it processes it, so that a repeat is safe.
    pub refused_before_processing: Spelled<Vec<u16>>,
}

/// How webhook deliveries are signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WebhookContract {
    /// Headers that may carry the signature, tried in this order, without regard to case.
    pub signature_headers: Spelled<Vec<String>>,
    /// Texts that may stand before the signature.
    pub signature_prefixes: Spelled<Vec<String>>,
}

impl Contract {
    /// The contract this version was built with. Parsed once per process; it is a constant.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Contract> = OnceLock::new();
        BUILTIN.get_or_init(default::parse)
    }

    /// A copy of the built-in contract with your corrections, as a JSON merge patch (RFC 7386).
    ///
    /// ```
    /// use lexamica::contract::Contract;
    ///
    /// let contract = Contract::with_overrides(r#"{"operations": {"cases.send": {"method": "PUT"}}}"#)?;
    /// # Ok::<(), lexamica::Error>(())
    /// ```
    ///
    /// # Errors
    /// `invalid_config` if the text is not JSON, names an entry that does not exist, or changes which key an
    /// operation takes.
    pub fn with_overrides(json: &str) -> Result<Self, Error> {
        let patch: Value = serde_json::from_str(json)
            .map_err(|cause| Error::config("contract", format!("the overrides are not JSON: {cause}")))?;
        Self::builtin().overridden(&patch)
    }

    /// A copy of this contract with corrections; see [`Contract::with_overrides`].
    ///
    /// # Errors
    /// As [`Contract::with_overrides`].
    pub fn overridden(&self, patch: &Value) -> Result<Self, Error> {
        if !patch.is_object() {
            return Err(Error::config("contract", "the overrides must be a JSON object"));
        }
        let mut merged = serde_json::to_value(self)
            .map_err(|cause| Error::config("contract", format!("the contract cannot be written as JSON: {cause}")))?;
        merge::names_exist(&merged, patch, &mut vec!["contract"])?;
        merge::merge(&mut merged, patch);
        let merged: Self = serde_json::from_value(merged)
            .map_err(|cause| Error::config("contract", format!("the overrides do not fit the contract: {cause}")))?;
        merged.check()?;
        Ok(merged)
    }

    /// The entry of one operation.
    ///
    /// # Errors
    /// `invalid_config` if an override has removed it.
    pub fn operation(&self, name: OperationName) -> Result<&OperationContract, Error> {
        self.operations.get(name.as_str()).ok_or_else(|| {
            Error::config(format!("contract.operations.{name}"), "this operation was removed by an override")
        })
    }

    /// The base address of an environment, without a slash at its end.
    pub fn base_url<'c>(&'c self, environment: &'c Environment) -> &'c str {
        match environment {
            Environment::Production => self.environments.production.get().trim_end_matches('/'),
            Environment::Sandbox => self.environments.sandbox.get().trim_end_matches('/'),
            Environment::Custom(url) => url.as_str(),
        }
    }

    fn check(&self) -> Result<(), Error> {
        for (name, url) in [("production", &self.environments.production), ("sandbox", &self.environments.sandbox)] {
            // An override is no way round the rules for addresses.
            BaseUrl::new(url.get().as_str())
                .map_err(|error| Error::config(format!("contract.environments.{name}"), error.detail().to_owned()))?;
        }
        let token = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if self.authentication.header.get().is_empty() || !token(self.authentication.header.get()) {
            return Err(Error::config("contract.authentication.header", "this is not the name of a header"));
        }
        if !token(self.authentication.scheme.get()) {
            return Err(Error::config("contract.authentication.scheme", "a scheme is one word, or nothing"));
        }
        for name in OperationName::ALL {
            let operation = self.operation(*name)?;
            if operation.key != name.key() {
                return Err(Error::config(
                    format!("contract.operations.{name}.key"),
                    format!(
                        "`{name}` takes the {} and an override cannot change that: the keys are separate types",
                        name.key().as_str()
                    ),
                ));
            }
            operation.check(name.as_str())?;
        }
        Ok(())
    }
}
