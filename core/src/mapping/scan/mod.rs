//! Strict JSON over text, without a tree: where strings, numbers and words end, and what is wrong where.
//!
//! Functions take the bytes of a valid UTF-8 text and an offset, and give the offset after what they read. Offsets never
//! leave the text by more than a few bytes, so the wrapping additions below do not wrap.

mod fault;
mod number;
mod seen;
mod string;

pub(super) use fault::{Fault, What};
pub(super) use number::number;
pub(super) use seen::{Level, SeenKeys, hash};
pub(super) use string::{string, unescape};

/// How deep objects and lists may be nested unless the caller says otherwise: what serde_json allows, too.
pub(super) const DEFAULT_DEPTH: usize = 128;

/// The deepest nesting that can be asked for. Reading uses one stack frame a level, and the stack of a wasm module is
/// small.
pub(super) const GREATEST_DEPTH: usize = 512;

/// The byte at an offset; zero, which no JSON text holds, after the end.
#[inline(always)]
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The offset of the next byte that is not white space.
#[inline(always)]
pub(super) fn space(bytes: &[u8], mut at: usize) -> usize {
    // One comparison where there is none, as in most exports.
    while byte(bytes, at) <= b' ' && matches!(byte(bytes, at), b' ' | b'\n' | b'\r' | b'\t') {
        at = at.wrapping_add(1);
    }
    at
}

/// Reads `true`, `false` or `null`.
#[inline]
pub(super) fn word(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let word: &[u8] = match byte(bytes, at) {
        b't' => b"true",
        b'f' => b"false",
        b'n' => b"null",
        _ => return Err(Fault::at(bytes, at, What::Value)),
    };
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.starts_with(word) {
        return Ok(at.wrapping_add(word.len()));
    }
    let right = word.iter().zip(rest).take_while(|(one, two)| one == two).count();
    Err(Fault::at(bytes, at.wrapping_add(right), What::Value))
}

/// Nothing but white space may follow.
pub(super) fn end(bytes: &[u8], at: usize) -> Result<(), Fault> {
    let at = space(bytes, at);
    if at >= bytes.len() { Ok(()) } else { Err(Fault::at(bytes, at, What::Trailing)) }
}

/// The bytes as text.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|cause| Fault::at(bytes, cause.valid_up_to(), What::Utf8))
}
