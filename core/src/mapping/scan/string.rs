//! Texts in double quotes: where they end, and what their escapes mean.

use std::borrow::Cow;

use super::{Fault, What, byte};

/// How many bytes are looked at in one step.
const BLOCK: usize = 16;

/// Reads the text whose opening quote is at `at`: the offset after the closing quote, and whether there are escapes.
#[inline(always)]
pub(in crate::mapping) fn string(bytes: &[u8], at: usize) -> Result<(usize, bool), Fault> {
    let end = plain(bytes, at.wrapping_add(1));
    if byte(bytes, end) == b'"' {
        return Ok((end.wrapping_add(1), false));
    }
    rest(bytes, end)
}

/// The offset of the next quote, backslash or control character, or of the end.
///
/// Compilers turn the comparison of a whole block into a few vector instructions.
#[inline(always)]
fn plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>) {
        let mut marks = [0; BLOCK];
        for (mark, byte) in marks.iter_mut().zip(block) {
            *mark = if special(*byte) { 0xFF } else { 0 };
        }
        let found = u128::from_le_bytes(marks);
        if found != 0 {
            return at.wrapping_add((found.trailing_zeros() / 8) as usize);
        }
        at = at.wrapping_add(BLOCK);
    }
    while bytes.get(at).is_some_and(|byte| !special(*byte)) {
        at = at.wrapping_add(1);
    }
    at
}

#[inline(always)]
fn special(byte: u8) -> bool {
    // Without short cuts, which would keep the comparison from being done on a block at once.
    (byte == b'"') | (byte == b'\\') | (byte < 0x20)
}

/// The same from the first byte that is not plain.
#[inline(never)]
fn rest(bytes: &[u8], mut at: usize) -> Result<(usize, bool), Fault> {
    let mut escaped = false;
    loop {
        match byte(bytes, at) {
            b'"' => return Ok((at.wrapping_add(1), escaped)),
            b'\\' => at = escape(bytes, at)?,
            _ => return Err(Fault::at(bytes, at, What::Control)),
        }
        escaped = true;
        at = plain(bytes, at);
    }
}

/// Reads one escape, or both halves of a pair.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let after = at.wrapping_add(2);
    match byte(bytes, at.wrapping_add(1)) {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(after),
        b'u' => {
            let end = after.wrapping_add(4);
            match unit(bytes, after)? {
                0xD800..=0xDBFF => {
                    let low = bytes.get(end..).is_some_and(|rest| rest.starts_with(b"\\u"));
                    let second = end.wrapping_add(2);
                    if low && (0xDC00..=0xDFFF).contains(&unit(bytes, second)?) {
                        Ok(second.wrapping_add(4))
                    } else {
                        Err(Fault::at(bytes, at, What::Surrogate))
                    }
                }
                0xDC00..=0xDFFF => Err(Fault::at(bytes, at, What::Surrogate)),
                _ => Ok(end),
            }
        }
        _ => Err(Fault::at(bytes, at.wrapping_add(1), What::Escape)),
    }
}

/// The four hexadecimal digits of `\uXXXX`.
fn unit(bytes: &[u8], at: usize) -> Result<u32, Fault> {
    let digits = bytes.get(at..).and_then(<[u8]>::first_chunk::<4>);
    let value = digits.and_then(|digits| {
        digits.iter().try_fold(0_u32, |value, digit| Some((value << 4) | char::from(*digit).to_digit(16)?))
    });
    value.ok_or_else(|| {
        let wrong = bytes.iter().skip(at).take(4).take_while(|digit| digit.is_ascii_hexdigit()).count();
        Fault::at(bytes, at.wrapping_add(wrong), What::Escape)
    })
}

/// What a text between its quotes says. Only for text that [`string`] has read without a fault.
pub(in crate::mapping) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut plain = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let mut chars = after.chars();
        let meaning = match chars.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let mut value = four(&mut chars);
                if (0xD800..=0xDBFF).contains(&value) {
                    // The scanner has seen the `\u` of the other half.
                    let _ = chars.by_ref().take(2).count();
                    let low = four(&mut chars);
                    value = (((value & 0x3FF) << 10) | (low & 0x3FF)).wrapping_add(0x1_0000);
                }
                char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            Some(other) => other,
            None => break,
        };
        plain.push(meaning);
        rest = chars.as_str();
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn four(chars: &mut std::str::Chars<'_>) -> u32 {
    chars.by_ref().take(4).fold(0, |value, digit| (value << 4) | digit.to_digit(16).unwrap_or(0))
}
