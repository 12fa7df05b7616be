//! Numbers, by the grammar; their digits are never interpreted.

use super::{Fault, What, byte};

/// Reads the number that begins at `at`.
#[inline]
pub(in crate::mapping) fn number(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let start = if byte(bytes, at) == b'-' { at.wrapping_add(1) } else { at };
    // A zero is a whole part of its own; a digit after it is somebody else's fault to find.
    let mut end = if byte(bytes, start) == b'0' { start.wrapping_add(1) } else { digits(bytes, start)? };
    if byte(bytes, end) == b'.' {
        end = digits(bytes, end.wrapping_add(1))?;
    }
    if matches!(byte(bytes, end), b'e' | b'E') {
        end = end.wrapping_add(1);
        if matches!(byte(bytes, end), b'+' | b'-') {
            end = end.wrapping_add(1);
        }
        end = digits(bytes, end)?;
    }
    Ok(end)
}

/// At least one digit.
#[inline]
fn digits(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let mut end = at;
    while byte(bytes, end).is_ascii_digit() {
        end = end.wrapping_add(1);
    }
    if end == at { Err(Fault::at(bytes, at, What::Number)) } else { Ok(end) }
}
