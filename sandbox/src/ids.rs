//! Ids, tokens and keys.

use std::fmt::Write as _;

/// The operating system gave no random bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoRandomness;

/// A new id in the form of the real ones: 24 hexadecimal digits.
pub(crate) fn object_id() -> Result<String, NoRandomness> {
    random_hex::<12>()
}

/// A token that cannot be guessed: it stands in the address of a file in place of a key.
pub(crate) fn token() -> Result<String, NoRandomness> {
    random_hex::<16>()
}

/// A key that says what it is, so that nobody mistakes it for a real one.
pub(crate) fn key(tier: &str) -> Result<String, NoRandomness> {
    Ok(format!("sandbox-{tier}-{}", random_hex::<16>()?))
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn random_hex<const N: usize>() -> Result<String, NoRandomness> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(hex(&bytes))
}
