//! Signatures as text: hexadecimal or base64, with or without a prefix.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Length of an HMAC-SHA256 in bytes.
const LENGTH: usize = 32;

pub(super) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Every reading of a text that is 32 bytes long.
pub(super) fn decode(text: &str, prefixes: &[String]) -> Vec<Vec<u8>> {
    let bare = prefixes.iter().find_map(|prefix| strip_prefix(text, prefix)).unwrap_or(text);
    let padless = bare.trim_end_matches('=');
    [from_hex(bare), STANDARD_NO_PAD.decode(padless).ok(), URL_SAFE_NO_PAD.decode(padless).ok()]
        .into_iter()
        .flatten()
        .filter(|bytes| bytes.len() == LENGTH)
        .collect()
}

fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| {
            let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
            let value = digit(pair.first())?.checked_mul(16)?.checked_add(digit(pair.get(1))?)?;
            u8::try_from(value).ok()
        })
        .collect()
}
