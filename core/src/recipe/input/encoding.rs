//! From bytes to text.
//!
//! Written by hand: a crate for all encodings is ten times the size of this library's wasm, and spreadsheets write four.

use std::borrow::Cow;

use crate::error::Error;

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, what Excel calls ANSI and the web calls Latin 1.
    Windows1252,
    /// UTF-16, the low byte first: what Excel calls Unicode text.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
}

impl Encoding {
    /// The encoding of this name, such as `utf-8`, `cp1252` or `utf-16le`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "utf-8-sig" | "ascii" | "us-ascii" => Some(Self::Utf8),
            "windows-1252" | "cp1252" | "latin1" | "latin-1" | "iso-8859-1" | "ansi" => Some(Self::Windows1252),
            "utf-16" | "utf-16le" | "utf16" | "utf16le" => Some(Self::Utf16Le),
            "utf-16be" | "utf16be" => Some(Self::Utf16Be),
            _ => None,
        }
    }
}

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Which encoding the bytes are in. `old` says whether Windows-1252 is likely: JSON and forms never use it.
pub(super) fn sniff(bytes: &[u8], old: bool) -> Result<Encoding, Error> {
    if bytes.starts_with(UTF8_MARK) {
        return Ok(Encoding::Utf8);
    }
    if bytes.starts_with(b"\xff\xfe") {
        return Ok(Encoding::Utf16Le);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Ok(Encoding::Utf16Be);
    }
    if bytes.iter().take(4).any(|byte| *byte == 0) {
        return Err(Error::invalid_input(
            "encoding",
            "the file begins with zero bytes: it may be UTF-16 without a byte order mark (utf-16le or utf-16be), or no \
             text at all",
        ));
    }
    // One broken byte does not make a file of good UTF-8 another encoding: then the row with it is reported.
    let looks_old = old && bytes.utf8_chunks().any(|chunk| !chunk.invalid().is_empty());
    let has_utf8 = looks_old && bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    Ok(if looks_old && !has_utf8 { Encoding::Windows1252 } else { Encoding::Utf8 })
}

/// Without the byte order mark; UTF-16 as UTF-8, so that every reader works on bytes that hold ASCII.
pub(super) fn prepare(bytes: &[u8], encoding: Encoding) -> Result<(Cow<'_, [u8]>, Encoding), Error> {
    let read: fn([u8; 2]) -> u16 = match encoding {
        Encoding::Utf8 => return Ok((Cow::Borrowed(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)), encoding)),
        Encoding::Windows1252 => return Ok((Cow::Borrowed(bytes), encoding)),
        // The mark knows better than the name `utf-16`.
        Encoding::Utf16Le if bytes.starts_with(b"\xfe\xff") => u16::from_be_bytes,
        Encoding::Utf16Le => u16::from_le_bytes,
        Encoding::Utf16Be => u16::from_be_bytes,
    };
    let (pairs, odd) = bytes.as_chunks::<2>();
    let broken = |at: usize| Error::invalid_input("input", format!("the file is not UTF-16 (byte {at})"));
    if !odd.is_empty() {
        return Err(broken(bytes.len().saturating_sub(1)));
    }
    let mut text = String::with_capacity(pairs.len());
    let mut at = 0_usize;
    for unit in char::decode_utf16(pairs.iter().map(|pair| read(*pair))) {
        let c = unit.map_err(|_| broken(at))?;
        at = at.saturating_add(c.len_utf16().saturating_mul(2));
        if !(text.is_empty() && c == '\u{feff}') {
            text.push(c);
        }
    }
    Ok((Cow::Owned(text.into_bytes()), Encoding::Utf8))
}

/// Bytes as text; else the position of the byte that is none.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, usize> {
    if encoding == Encoding::Windows1252 && !bytes.is_ascii() {
        let mut text = String::with_capacity(bytes.len());
        for (at, byte) in bytes.iter().enumerate() {
            text.push(windows_1252(*byte).ok_or(at)?);
        }
        return Ok(Cow::Owned(text));
    }
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|cause| cause.valid_up_to())
}

/// A whole file as UTF-8.
pub(super) fn whole(bytes: Cow<'_, [u8]>, encoding: Encoding) -> Result<Cow<'_, [u8]>, Error> {
    if encoding != Encoding::Windows1252 {
        return Ok(bytes);
    }
    match decode(&bytes, encoding) {
        Ok(text) => Ok(Cow::Owned(text.into_owned().into_bytes())),
        Err(at) => Err(Error::invalid_input("input", format!("byte {at} is no character of this encoding"))),
    }
}

fn windows_1252(byte: u8) -> Option<char> {
    /// 0x80 to 0x9f, where it differs from Latin 1. Five of them are nothing.
    const HIGH: [Option<char>; 32] = [
        Some('€'),
        None,
        Some('‚'),
        Some('ƒ'),
        Some('„'),
        Some('…'),
        Some('†'),
        Some('‡'),
        Some('ˆ'),
        Some('‰'),
        Some('Š'),
        Some('‹'),
        Some('Œ'),
        None,
        Some('Ž'),
        None,
        None,
        Some('‘'),
        Some('’'),
        Some('“'),
        Some('”'),
        Some('•'),
        Some('–'),
        Some('—'),
        Some('˜'),
        Some('™'),
        Some('š'),
        Some('›'),
        Some('œ'),
        None,
        Some('ž'),
        Some('Ÿ'),
    ];
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte).saturating_sub(0x80)).copied().flatten(),
        _ => Some(char::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_out() {
        for (bytes, expected) in [
            (b"\xef\xbb\xbfa".as_slice(), Encoding::Utf8),
            (b"a,b".as_slice(), Encoding::Utf8),
            ("Núñez".as_bytes(), Encoding::Utf8),
            (b"N\xfa\xf1ez".as_slice(), Encoding::Windows1252),
            (b"\xff\xfea\0".as_slice(), Encoding::Utf16Le),
            (b"\xfe\xff\0a".as_slice(), Encoding::Utf16Be),
            // Good UTF-8 with one broken byte stays UTF-8.
            ("Núñez\n".as_bytes().iter().chain(b"\xff").copied().collect::<Vec<_>>().as_slice(), Encoding::Utf8),
        ] {
            assert_eq!(sniff(bytes, true).unwrap(), expected, "{bytes:?}");
        }
        assert!(sniff(b"a\0b\0", true).is_err());
        assert_eq!(sniff(b"\xfa", false).unwrap(), Encoding::Utf8);
    }

    #[test]
    fn smart_quotes_and_nothing_else() {
        assert_eq!(decode(b"\x93O\x92Neal\x94 \x80 \xe9", Encoding::Windows1252).unwrap(), "“O’Neal” € é");
        assert_eq!(decode(b"ab\x81", Encoding::Windows1252), Err(2));
        assert_eq!(decode(b"ab\xff", Encoding::Utf8), Err(2));
    }

    #[test]
    fn utf_16_is_read_whole_or_refused_with_a_place() {
        let (text, encoding) = prepare(b"\xff\xfea\0=\xd8\x00\xde", Encoding::Utf16Le).unwrap();
        assert_eq!((&*text, encoding), ("a😀".as_bytes(), Encoding::Utf8));
        assert!(prepare(b"a\0=\xd8a\0", Encoding::Utf16Le).unwrap_err().detail().contains("byte 2"));
        assert!(prepare(b"a", Encoding::Utf16Le).is_err());
    }
}
