//! Proving that a delivery comes from Lexamica.
//!
//! A delivery is signed with HMAC-SHA256 over its body, with the secret you chose (`documented`). Header name and
//! encoding are not public, so the usual ones are all understood (`assumed`). Always pass the body as the bytes
//! that arrived: parsing and writing JSON again changes them.
//!
//! ```
//! use lexamica::contract::Contract;
//! use lexamica::webhook::{Secrets, sign, verify};
//!
//! let secrets = Secrets::new(["a secret of my own choice"])?;
//! let body = br#"{"case_id": "1"}"#;
//! let headers = [("X-Lexamica-Signature".to_owned(), sign(&secrets, body))];
//! verify(Contract::builtin(), &headers, body, &secrets)?;
//! # Ok::<(), lexamica::Error>(())
//! ```

mod encoding;

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::contract::Contract;
use crate::error::{Error, ErrorCode, ErrorKind};

/// Shortest secret that is accepted, in bytes.
const SHORTEST_SECRET: usize = 8;

/// How many signatures of one delivery are looked at.
const MOST_CANDIDATES: usize = 16;

/// One or more secrets: during a rotation the old and the new one are both valid.
#[derive(Clone)]
pub struct Secrets(Vec<Zeroizing<String>>);

impl Secrets {
    /// Takes the secrets, the newest first.
    ///
    /// # Errors
    /// `secret_invalid` if there is none, or one is too short or has white space at its ends.
    pub fn new<S: Into<String>>(secrets: impl IntoIterator<Item = S>) -> Result<Self, Error> {
        let secrets: Vec<_> = secrets.into_iter().map(|secret| Zeroizing::new(secret.into())).collect();
        if secrets.is_empty() {
            return Err(invalid("no secret was given"));
        }
        secrets.iter().try_for_each(|secret| must_be_secret(secret))?;
        Ok(Self(secrets))
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({} redacted)", self.0.len())
    }
}

pub(crate) fn must_be_secret(secret: &str) -> Result<(), Error> {
    if secret.is_empty() {
        return Err(invalid("the secret is empty; is the setting missing?"));
    }
    if secret.trim() != secret {
        return Err(invalid(
            "the secret has white space at its beginning or end; was it copied with the end of its line?",
        ));
    }
    if secret.len() < SHORTEST_SECRET {
        return Err(invalid("the secret is shorter than 8 characters and could be guessed; choose a random one of 32"));
    }
    Ok(())
}

fn invalid(detail: &str) -> Error {
    Error::new(ErrorKind::Webhook, ErrorCode::SecretInvalid, detail)
}

/// Signs a body with the first secret, as lower-case hexadecimal. For tests and simulators.
pub fn sign(secrets: &Secrets, body: &[u8]) -> String {
    let mac = secrets.0.first().and_then(|secret| mac(secret, body));
    mac.map(|mac| encoding::to_hex(&mac.finalize().into_bytes())).unwrap_or_default()
}

/// Checks a delivery: some header that the contract knows must carry a signature of exactly these bytes under one of the
/// secrets. Fails closed, and compares in constant time.
///
/// # Errors
/// `signature_missing` if no known header is present, `signature_unreadable` if it is in no known encoding,
/// `signature_mismatch` if it does not fit. The detail names the likely cause.
pub fn verify(contract: &Contract, headers: &[(String, String)], body: &[u8], secrets: &Secrets) -> Result<(), Error> {
    let known = contract.webhook.signature_headers.get();
    // The body is hashed once per secret, and few candidates are looked at: nobody is authenticated yet, so nobody may
    // make this costly.
    let expected: Vec<_> = secrets.0.iter().filter_map(|secret| mac(secret, body)).collect();
    let mut readable = false;
    let mut present = None;
    let mut left = MOST_CANDIDATES;
    for name in known {
        for (_, value) in headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name)) {
            present.get_or_insert(name);
            // Several signatures in one header, as during a rotation of the sender's, are separated by commas or spaces.
            let candidates = value.split([',', ' ']).filter(|candidate| !candidate.is_empty());
            for candidate in candidates.take(left) {
                left = left.saturating_sub(1);
                for signature in encoding::decode(candidate, contract.webhook.signature_prefixes.get()) {
                    readable = true;
                    if expected.iter().any(|mac| mac.clone().verify_slice(&signature).is_ok()) {
                        return Ok(());
                    }
                }
            }
        }
    }
    Err(match present {
        None => {
            // Names only: values may be secrets of another system.
            let seen: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
            Error::new(
                ErrorKind::Webhook,
                ErrorCode::SignatureMissing,
                format!("no signature: none of the known headers is present; the delivery has {}", list(&seen)),
            )
        }
        Some(name) if !readable => Error::new(
            ErrorKind::Webhook,
            ErrorCode::SignatureUnreadable,
            format!("the header `{name}` is neither hexadecimal nor base64 of 32 bytes"),
        ),
        Some(name) => Error::new(
            ErrorKind::Webhook,
            ErrorCode::SignatureMismatch,
            format!("the signature in `{name}` does not fit{}", likely_cause(body)),
        ),
    })
}

fn mac(secret: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    // HMAC takes a key of any length; the error cannot occur, and if it did nothing would verify.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(body);
    Some(mac)
}

fn list(names: &[&str]) -> String {
    const MOST: usize = 30;
    if names.is_empty() {
        return "no headers at all; were they passed on?".to_owned();
    }
    names.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn likely_cause(body: &[u8]) -> &'static str {
    if body.is_empty() {
        "; the body is empty: was it read before, by a framework's body parser?"
    } else if body == b"[object Object]" {
        "; the body is `[object Object]`: pass the raw bytes, not the parsed object"
    } else if body.starts_with(b"{'") {
        "; the body looks like a printed dictionary: pass the raw bytes, not the parsed object"
    } else {
        "; is it the secret of this subscription, and the body exactly as it arrived?"
    }
}
