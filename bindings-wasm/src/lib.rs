//! The core for JavaScript: `lexamica::boundary`, function by function. Nothing is decided here.
//!
//! Payloads and results cross as JSON text, which JavaScript reads faster than an object built through the boundary;
//! requests, outcomes and errors cross as plain objects, bodies as `Uint8Array`. No class is exported, so there is
//! nothing to free.
#![cfg(target_arch = "wasm32")]

mod types;

use lexamica::boundary::{self, Call};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::{Serializer, from_value};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use types::{Reply, Request, Step};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("raw.d.ts");

/// Plain objects instead of `Map`, and bytes as `Uint8Array`.
fn js(value: &impl Serialize) -> Result<JsValue, JsError> {
    let serializer = Serializer::json_compatible().serialize_missing_as_null(false).serialize_bytes_as_arrays(false);
    Ok(value.serialize(&serializer)?)
}

/// What the TypeScript half passes. Throws for what does not fit, which is a fault of this package.
fn rust<T: DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    Ok(from_value(value)?)
}

/// The version of this package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// See [`boundary::operations`].
///
/// # Errors
/// None in practice.
#[wasm_bindgen(unchecked_return_type = "OperationRow[]")]
pub fn operations() -> Result<JsValue, JsError> {
    js(&boundary::operations())
}

/// See [`boundary::prepare`].
///
/// # Errors
/// Only for what the TypeScript half would have to get wrong.
#[wasm_bindgen(unchecked_return_type = "Reply<RawRequest>")]
pub fn prepare(operation: &str, input: &str, config: &str, random: u64) -> Result<JsValue, JsError> {
    let prepared = boundary::prepare(&Call { operation, input, config }, random);
    let request = match prepared {
        Ok(request) => Ok(Request::new(request).ok_or_else(|| JsError::new("a kind of body from another version"))?),
        Err(error) => Err(error),
    };
    js(&Reply::from(request))
}

/// See [`boundary::interpret`].
///
/// # Errors
/// Only for what the TypeScript half would have to get wrong.
#[wasm_bindgen(unchecked_return_type = "Step")]
pub fn interpret(
    operation: &str,
    input: &str,
    config: &str,
    #[wasm_bindgen(unchecked_param_type = "Outcome")] outcome: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Attempt")] attempt: JsValue,
) -> Result<JsValue, JsError> {
    let outcome = rust::<types::Outcome>(outcome)?.into();
    let attempt = rust::<types::Attempt>(attempt)?.into();
    js(&Step::from(boundary::interpret(&Call { operation, input, config }, &outcome, &attempt)))
}

/// See [`boundary::map_inbound`].
///
/// # Errors
/// None in practice.
#[wasm_bindgen(js_name = mapInbound, unchecked_return_type = "Reply<string>")]
pub fn map_inbound(mapping: &str, payload: &str) -> Result<JsValue, JsError> {
    js(&Reply::from(boundary::map_inbound(mapping, payload)))
}

/// See [`boundary::map_outbound`].
///
/// # Errors
/// None in practice.
#[wasm_bindgen(js_name = mapOutbound, unchecked_return_type = "Reply<string>")]
pub fn map_outbound(mapping: &str, canonical: &str) -> Result<JsValue, JsError> {
    js(&Reply::from(boundary::map_outbound(mapping, canonical)))
}

/// See [`boundary::apply_recipe`].
///
/// # Errors
/// None in practice.
#[wasm_bindgen(js_name = applyRecipe, unchecked_return_type = "Reply<string>")]
pub fn apply_recipe(recipe: &str, record: &str) -> Result<JsValue, JsError> {
    js(&Reply::from(boundary::apply_recipe(recipe, record)))
}

/// See [`boundary::verify_webhook`].
///
/// # Errors
/// Only for what the TypeScript half would have to get wrong.
#[wasm_bindgen(js_name = verifyWebhook, unchecked_return_type = "Reply<undefined>")]
pub fn verify_webhook(
    #[wasm_bindgen(unchecked_param_type = "[string, string][]")] headers: JsValue,
    body: &[u8],
    secrets: Vec<String>,
    contract: Option<String>,
) -> Result<JsValue, JsError> {
    let headers: Vec<(String, String)> = rust(headers)?;
    js(&Reply::from(boundary::verify_webhook(&headers, body, &secrets, contract.as_deref())))
}

/// See [`boundary::sign_webhook`].
///
/// # Errors
/// None in practice.
#[wasm_bindgen(js_name = signWebhook, unchecked_return_type = "Reply<string>")]
pub fn sign_webhook(body: &[u8], secret: &str) -> Result<JsValue, JsError> {
    js(&Reply::from(boundary::sign_webhook(body, secret)))
}
