//! The core for Swift and Kotlin: `lexamica::boundary` in the types that UniFFI can carry.
//!
//! Every function is synchronous and stateless. The host sends the bytes, waits and throws: so its own way of
//! cancelling closes the connection, and nothing has to be freed. Swift's and Kotlin's own API stands on top
//! of this, in `swift/` and `kotlin/`.

#![expect(clippy::result_large_err, reason = "the error is copied across the boundary field by field, boxed or not")]

mod json;
mod types;

pub use json::{Json, JsonEntry};
pub use types::{
    Attempt, Body, BoundaryError, ErrorData, Header, HttpOutcome, HttpRequest, OperationRow, SentCase, Step,
    TransportFailure,
};

use lexamica::boundary::{self, Call};

uniffi::setup_scaffolding!();

/// The version of this package.
#[uniffi::export]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The table of operations, for the parity test of each language.
#[uniffi::export]
#[must_use]
pub fn operations() -> Vec<OperationRow> {
    boundary::operations().iter().map(OperationRow::from).collect()
}

/// Builds the request of an operation; see `lexamica::boundary::prepare`. `random` is 64 fresh random bits.
///
/// # Errors
/// As `lexamica::boundary::prepare`.
#[uniffi::export]
pub fn prepare(
    operation: String,
    input_json: String,
    config_json: String,
    random: u64,
) -> Result<HttpRequest, BoundaryError> {
    let call = Call { operation: &operation, input: &input_json, config: &config_json };
    HttpRequest::new(boundary::prepare(&call, random)?)
}

/// Reads what became of a request and says what to do next; see `lexamica::boundary::interpret`.
#[uniffi::export]
#[must_use]
pub fn interpret(
    operation: String,
    input_json: String,
    config_json: String,
    outcome: HttpOutcome,
    attempt: Attempt,
) -> Step {
    let call = Call { operation: &operation, input: &input_json, config: &config_json };
    boundary::interpret(&call, &outcome.into(), &attempt.into()).into()
}

/// From the firm's field names to Lexamica's; see `lexamica::boundary::map_inbound`.
///
/// # Errors
/// As `lexamica::boundary::map_inbound`.
#[uniffi::export]
pub fn map_inbound(mapping_json: String, payload_json: String) -> Result<String, BoundaryError> {
    Ok(boundary::map_inbound(&mapping_json, &payload_json)?)
}

/// From Lexamica's field names to the firm's; see `lexamica::boundary::map_outbound`.
///
/// # Errors
/// As `lexamica::boundary::map_outbound`.
#[uniffi::export]
pub fn map_outbound(mapping_json: String, payload_json: String) -> Result<String, BoundaryError> {
    Ok(boundary::map_outbound(&mapping_json, &payload_json)?)
}

/// What a recipe makes of a record, and what is wrong with it; see `lexamica::boundary::apply_recipe`.
///
/// # Errors
/// As `lexamica::boundary::apply_recipe`.
#[uniffi::export]
pub fn apply_recipe(recipe_json: String, record_json: String) -> Result<String, BoundaryError> {
    Ok(boundary::apply_recipe(&recipe_json, &record_json)?)
}

/// Checks the signature of a delivery; see `lexamica::boundary::verify_webhook`.
///
/// # Errors
/// As `lexamica::boundary::verify_webhook`.
// `Vec<u8>`, because for `&[u8]` Kotlin needs a direct ByteBuffer, which no web framework has at hand.
#[uniffi::export]
pub fn verify_webhook(
    headers: Vec<Header>,
    body: Vec<u8>,
    secrets: Vec<String>,
    contract_json: Option<String>,
) -> Result<(), BoundaryError> {
    let headers: Vec<(String, String)> = headers.into_iter().map(Header::into_pair).collect();
    Ok(boundary::verify_webhook(&headers, &body, &secrets, contract_json.as_deref())?)
}

/// Signs a body, for tests; see `lexamica::boundary::sign_webhook`.
///
/// # Errors
/// As `lexamica::boundary::sign_webhook`.
#[uniffi::export]
pub fn sign_webhook(body: Vec<u8>, secret: String) -> Result<String, BoundaryError> {
    Ok(boundary::sign_webhook(&body, &secret)?)
}

/// The value of a finished `cases.*` as a record, so that the host needs no JSON reader for it.
///
/// # Errors
/// `unreadable_answer` if the text is not such a value.
#[uniffi::export]
pub fn sent_case(value_json: String) -> Result<SentCase, BoundaryError> {
    SentCase::read(&value_json)
}

/// Reads JSON text into data, for a host whose standard library cannot.
///
/// # Errors
/// `unreadable_answer` if the text is not JSON.
#[uniffi::export]
pub fn read_json(text: String) -> Result<Json, BoundaryError> {
    Json::read(&text)
}
