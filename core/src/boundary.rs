//! The library by name and JSON: what every language binding stands on.
//!
//! An operation crosses into another language as its name in the table and JSON text with camelCase keys; so a new
//! row of the table needs no new function in any binding. Nothing here decides anything: it parses, calls the typed
//! functions and writes. Everything is stateless, so there is nothing to free and nothing to leak.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::Contract;
use crate::credentials::{AccessKey, Environment, KeyTier, OrganizationId, PrivateKey, PublicKey};
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::exchange::{self, Attempt, Config, Context, HttpOutcome, HttpRequest, Step};
use crate::mapping::Mapping;
#[cfg(feature = "suggest")]
use crate::model::Model;
use crate::operation::{self, Operation, OperationName, Visitor};
use crate::recipe::{self, Recipe, Vocabulary};
use crate::retry::RetryPolicy;
use crate::setup::Setup;
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

/// [`Recipe::from_json`] and [`Recipe::apply`] on JSON text: `{"result", "problems"}`, and `warnings` if there are any.
///
/// ```
/// let recipe = r#"{"fields": [{"to": "incident.date", "from": "Date", "as": "date"}]}"#;
/// let applied = lexamica::boundary::apply_recipe(recipe, r#"{"Date": "Feb 3, 2026"}"#)?;
/// assert_eq!(applied, r#"{"result":{"incident":{"date":"2026-02-03"}},"problems":[]}"#);
/// # Ok::<(), lexamica::Error>(())
/// ```
///
/// # Errors
/// As [`Recipe::from_json`]; also for a record that is not JSON, or in which a key stands twice. Values that cannot be
/// used are no error, but problems.
pub fn apply_recipe(recipe: &str, record: &str) -> Result<String, Error> {
    let recipe = Recipe::from_json(recipe)?;
    let applied = recipe.apply(&recipe::input::record(record)?);
    serde_json::to_string(&applied).map_err(|cause| Error::unreadable_json("the result", "record", &cause))
}

/// [`Mapping::lint_with_samples`] on JSON text: a list of findings `{"severity", "code", "place", "reason", "fix"}`.
///
/// `options` is `{"samples": [payloads], "required": [canonical paths], "contract": {overrides}}`, of which all may be left
/// out, or a list of samples alone.
///
/// ```
/// let mapping = r#"{"name": "web", "model": "Case", "fields": [{"yours": "first", "lexamica": "client.firstname"}]}"#;
/// let findings = lexamica::boundary::lint_mapping(mapping, "{}")?;
/// assert!(findings.contains(r#""code":"no_id_pair""#) && findings.contains("did you mean `client.firstName`?"));
/// # Ok::<(), lexamica::Error>(())
/// ```
///
/// # Errors
/// As [`Mapping::from_json`] and [`Contract::with_overrides`]; `invalid_input` for options that cannot be read.
pub fn lint_mapping(mapping: &str, options: &str) -> Result<String, Error> {
    let mapping = Mapping::from_json(mapping)?;
    let options = match json(options, "the options", "options")? {
        Value::Array(samples) => LintText { samples, ..LintText::default() },
        other => typed(other, "the options", "options")?,
    };
    let contract = contract(options.contract.as_ref())?;
    as_json(&mapping.lint_with_samples(&contract, &options.samples, &options.required), "findings")
}

/// [`Setup::lint`](crate::setup::Setup::lint) on JSON text: `{"report", "text"}`, the same as data and for people.
///
/// `setup` is `{"recipe": {...}, "mapping": {...}, "caseTypes": [...], "required": [...], "contract": {overrides}}`, of which
/// only the recipe must be given; `records` is a list of records.
///
/// ```
/// let setup = r#"{"recipe": {"fields": [{"to": "caseType", "from": "Matter"}]}, "caseTypes": ["Dog Bite Injuries"]}"#;
/// let report = lexamica::boundary::lint_setup(setup, r#"[{"Matter": "Dog Bite"}]"#)?;
/// assert!(report.contains(r#""otherCaseTypes":[{"value":"Dog Bite""#));
/// # Ok::<(), lexamica::Error>(())
/// ```
///
/// # Errors
/// As [`Recipe::from_json`] and [`Contract::with_overrides`]; `invalid_input` for a setup or records that cannot be read.
pub fn lint_setup(setup: &str, records: &str) -> Result<String, Error> {
    let text: SetupText = typed(json(setup, "the setup", "setup")?, "the setup", "setup")?;
    let mut setup = Setup::from_json(&text.recipe.to_string())?.with_required(text.required);
    if let Some(mapping) = text.mapping {
        setup = setup.with_mapping(mapping);
    }
    if let Some(entries) = text.case_types {
        setup = setup.with_case_types(Vocabulary::new(entries));
    }
    if let Some(overrides) = &text.contract {
        setup = setup.with_contract(Contract::builtin().overridden(overrides)?);
    }
    let Value::Array(records) = json(records, "the records", "records")? else {
        return Err(Error::invalid_input("records", "expected a list of records"));
    };
    let report = setup.lint(&records);
    as_json(&serde_json::json!({"report": report, "text": report.to_string()}), "report")
}

/// [`mapping::suggest`](crate::mapping::suggest) on JSON text: a list of `{"yours", "lexamica", "confidence", "because"}`.
///
/// `names` is a list of header names, or a sample record whose keys they are. `model` is for example `Case`.
///
/// ```
/// let found = lexamica::boundary::suggest(r#"["Date of Loss"]"#, "Case")?;
/// assert!(found.contains(r#""lexamica":"incident.date""#));
/// # Ok::<(), lexamica::Error>(())
/// ```
///
/// # Errors
/// `invalid_input` for anything else than a list of texts or an object.
#[cfg(feature = "suggest")]
pub fn suggest(names: &str, model: &str) -> Result<String, Error> {
    use crate::mapping::suggest::{suggest, suggest_from_record};
    let model = Model::parse(model);
    let found = match json(names, "the names", "names")? {
        record @ Value::Object(_) => suggest_from_record(&record, &model),
        other => {
            let names: Vec<String> = typed(other, "the names", "names")?;
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            suggest(&names, &model)
        }
    };
    as_json(&found, "suggestions")
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct LintText {
    samples: Vec<Value>,
    required: Vec<String>,
    contract: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetupText {
    recipe: Value,
    mapping: Option<Mapping>,
    case_types: Option<Vec<String>>,
    #[serde(default)]
    required: Vec<String>,
    contract: Option<Value>,
}

fn contract(overrides: Option<&Value>) -> Result<Cow<'static, Contract>, Error> {
    Ok(match overrides {
        Some(overrides) => Cow::Owned(Contract::builtin().overridden(overrides)?),
        None => Cow::Borrowed(Contract::builtin()),
    })
}

fn typed<T: DeserializeOwned>(value: Value, what: &str, path: &str) -> Result<T, Error> {
    // serde's words may quote a value.
    serde_json::from_value(value)
        .map_err(|_| Error::invalid_input(path, format!("{what} has a missing, unknown or mistyped entry")))
}

fn as_json(value: &impl Serialize, path: &str) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::invalid_input(path, "cannot be written as JSON"))
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

fn json(text: &str, what: &str, path: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|cause| Error::unreadable_json(what, path, &cause))
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
