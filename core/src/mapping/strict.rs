//! JSON text to a tree, as strictly as a [`Plan`](super::Plan) reads it.
//!
//! serde_json alone keeps the last of two equal keys and says nothing. Here a key that stands twice is an error, as it
//! is on the other path, so that the two accept the same texts.

use serde_json::{Map, Number, Value};

use super::scan::{self, Fault, What, byte, space};
use crate::error::Error;

/// Reads a JSON text.
///
/// # Errors
/// `invalid_input` with the offset of the byte, if the text is not JSON, has a key twice in one object, is nested more
/// than 128 deep, or has a number beyond the range of 64-bit floating point, which a tree cannot hold.
pub fn parse(text: &str) -> Result<Value, Error> {
    parse_at(text, "text", scan::DEFAULT_DEPTH)
}

/// As [`parse`], with another limit for the depth, which is never more than 512.
///
/// # Errors
/// As [`parse`].
pub fn parse_with_depth(text: &str, max_depth: usize) -> Result<Value, Error> {
    parse_at(text, "text", max_depth)
}

fn parse_at(text: &str, path: &str, max_depth: usize) -> Result<Value, Error> {
    let reader = Reader { text, bytes: text.as_bytes(), max_depth: max_depth.min(scan::GREATEST_DEPTH) };
    reader.whole().map_err(|fault| fault.into_error(path))
}

struct Reader<'s> {
    text: &'s str,
    bytes: &'s [u8],
    max_depth: usize,
}

impl Reader<'_> {
    fn whole(&self) -> Result<Value, Fault> {
        let (value, at) = self.value(space(self.bytes, 0), 0)?;
        scan::end(self.bytes, at)?;
        Ok(value)
    }

    fn value(&self, at: usize, depth: usize) -> Result<(Value, usize), Fault> {
        match byte(self.bytes, at) {
            b'"' => self.string(at).map(|(text, at)| (Value::String(text), at)),
            b'-' | b'0'..=b'9' => {
                let end = scan::number(self.bytes, at)?;
                let number: Option<Number> = serde_json::from_str(self.slice(at, end)).ok();
                let number = number.ok_or_else(|| Fault::at(self.bytes, at, What::Huge))?;
                Ok((Value::Number(number), end))
            }
            b'{' => self.object(at, depth.wrapping_add(1)),
            b'[' => self.list(at, depth.wrapping_add(1)),
            first => {
                let end = scan::word(self.bytes, at)?;
                let value = if first == b'n' { Value::Null } else { Value::Bool(first == b't') };
                Ok((value, end))
            }
        }
    }

    fn object(&self, at: usize, depth: usize) -> Result<(Value, usize), Fault> {
        self.check_depth(at, depth)?;
        let mut object = Map::new();
        let mut at = space(self.bytes, at.wrapping_add(1));
        if byte(self.bytes, at) == b'}' {
            return Ok((Value::Object(object), at.wrapping_add(1)));
        }
        loop {
            if byte(self.bytes, at) != b'"' {
                return Err(Fault::at(self.bytes, at, What::Key));
            }
            let (key, end) = self.string(at)?;
            if object.contains_key(&key) {
                return Err(Fault::at(self.bytes, at, What::Duplicate));
            }
            let colon = space(self.bytes, end);
            if byte(self.bytes, colon) != b':' {
                return Err(Fault::at(self.bytes, colon, What::Colon));
            }
            let (value, end) = self.value(space(self.bytes, colon.wrapping_add(1)), depth)?;
            object.insert(key, value);
            at = space(self.bytes, end);
            match byte(self.bytes, at) {
                b',' => at = space(self.bytes, at.wrapping_add(1)),
                b'}' => return Ok((Value::Object(object), at.wrapping_add(1))),
                _ => return Err(Fault::at(self.bytes, at, What::InObject)),
            }
        }
    }

    fn list(&self, at: usize, depth: usize) -> Result<(Value, usize), Fault> {
        self.check_depth(at, depth)?;
        let mut list = Vec::new();
        let mut at = space(self.bytes, at.wrapping_add(1));
        if byte(self.bytes, at) == b']' {
            return Ok((Value::Array(list), at.wrapping_add(1)));
        }
        loop {
            let (value, end) = self.value(at, depth)?;
            list.push(value);
            at = space(self.bytes, end);
            match byte(self.bytes, at) {
                b',' => at = space(self.bytes, at.wrapping_add(1)),
                b']' => return Ok((Value::Array(list), at.wrapping_add(1))),
                _ => return Err(Fault::at(self.bytes, at, What::InList)),
            }
        }
    }

    fn string(&self, at: usize) -> Result<(String, usize), Fault> {
        let (end, _) = scan::string(self.bytes, at)?;
        let raw = self.slice(at.wrapping_add(1), end.wrapping_sub(1));
        Ok((scan::unescape(raw).into_owned(), end))
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn check_depth(&self, at: usize, depth: usize) -> Result<(), Fault> {
        if depth <= self.max_depth { Ok(()) } else { Err(Fault::at(self.bytes, at, What::Depth)) }
    }
}
