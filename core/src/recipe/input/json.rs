//! JSON as people send it, read strictly: a key that stands twice is refused, because which one is meant is not known.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Record;
use crate::recipe::problem::{ProblemCode, Refusal};

/// JSON without a key that stands twice in one object.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = access.next_element()? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((key, Strict(member))) = access.next_entry::<String, _>()? {
            if members.insert(key, member).is_some() {
                return Err(A::Error::custom("a key stands twice in an object"));
            }
        }
        Ok(members.into())
    }
}

/// Why and where a text is not JSON. Columns count bytes from 1.
#[derive(Debug)]
pub(in super::super) struct Malformed {
    pub(super) why: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Malformed {
    fn new(cause: &serde_json::Error) -> Self {
        // serde_json's own words for syntax are fixed sentences without values; its position is said apart.
        let text = cause.to_string();
        let words = text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words);
        let why = match words {
            "a key stands twice in an object" => words.to_owned(),
            _ => format!("not JSON: {words}"),
        };
        Self { why, line: cause.line(), column: cause.column() }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}, column {})", self.why, self.line, self.column)
    }
}

/// A whole text of JSON.
pub(in super::super) fn parse(text: &[u8]) -> Result<Value, Malformed> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    serde_json::from_slice::<Strict>(text).map(|Strict(value)| value).map_err(|cause| Malformed::new(&cause))
}

/// JSON inside a value of a record.
pub(in super::super) fn parse_inner(text: &str) -> Result<Value, Refusal> {
    parse(text.as_bytes()).map_err(|cause| Refusal::new(ProblemCode::JsonInvalid, cause.to_string()))
}

/// The records of one JSON text: the text itself, or the elements of its list, each read when asked for, so that those
/// before a broken one are not lost.
#[derive(Debug)]
pub(super) struct Elements<'b> {
    text: Cow<'b, [u8]>,
    position: usize,
    row: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    FirstElement,
    NextElement,
    End,
}

impl<'b> Elements<'b> {
    pub(super) fn new(text: Cow<'b, [u8]>) -> Self {
        Self { text, position: 0, row: 0, state: State::Start }
    }

    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.get(self.position..)?;
        let space = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.position = self.position.saturating_add(space);
        self.text.get(self.position).copied()
    }

    fn skip(&mut self) {
        self.position = self.position.saturating_add(1);
    }

    /// The value that begins here.
    fn value(&mut self) -> Record {
        self.row = self.row.saturating_add(1);
        let rest = self.text.get(self.position..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<Strict>();
        match values.next() {
            Some(Ok(Strict(value))) => {
                self.position = self.position.saturating_add(values.byte_offset());
                Record { row: self.row, value: Ok(value) }
            }
            Some(Err(cause)) => {
                let at = self.position.saturating_add(offset(rest, cause.line(), cause.column()));
                self.broken(&Malformed::new(&cause).why, at)
            }
            None => self.broken("not JSON: the text ends where a value should be", self.position),
        }
    }

    /// The last record: where the next one begins cannot be known.
    fn broken(&mut self, why: &str, at: usize) -> Record {
        self.state = State::End;
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line = before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1);
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline.saturating_add(1));
        let column = before.len().saturating_sub(start).saturating_add(1);
        let reason = format!("{why} (line {line}, column {column}, byte {at}); what follows cannot be read");
        Record::unreadable(self.row, "record", ProblemCode::Unreadable, reason)
    }

    fn next_broken(&mut self, why: &str) -> Option<Record> {
        self.row = self.row.saturating_add(1);
        Some(self.broken(why, self.position))
    }

    /// After the last value.
    fn end(&mut self) -> Option<Record> {
        self.state = State::End;
        match self.peek() {
            None => None,
            Some(_) => {
                self.next_broken("not JSON: something follows the end; for one object a line, the format is jsonl")
            }
        }
    }
}

impl Iterator for Elements<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            let byte = self.peek();
            match (self.state, byte) {
                (State::Start, Some(b'[')) => {
                    self.skip();
                    self.state = State::FirstElement;
                }
                (State::Start, None) => return self.next_broken("not JSON: the text is empty"),
                (State::Start, Some(_)) => {
                    let record = self.value();
                    if self.state != State::End {
                        self.state = State::NextElement;
                        // A single value: only its end may follow.
                        self.row = usize::MAX;
                    }
                    return Some(Record { row: 1, value: record.value });
                }
                (State::NextElement, _) if self.row == usize::MAX => {
                    self.row = 1;
                    return self.end();
                }
                (State::FirstElement | State::NextElement, Some(b']')) => {
                    self.skip();
                    return self.end();
                }
                (State::NextElement, Some(b',')) => {
                    self.skip();
                    return Some(self.value());
                }
                (State::FirstElement, Some(_)) => {
                    self.state = State::NextElement;
                    return Some(self.value());
                }
                (State::FirstElement | State::NextElement, None) => {
                    return self.next_broken("not JSON: the text ends before its list does");
                }
                (State::NextElement, Some(_)) => return self.next_broken("not JSON: expected `,` or `]`"),
                (State::End, _) => return None,
            }
        }
    }
}

/// The byte at a line and a column, both from 1.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .fold(0, |sum, line| sum.saturating_add(line.len()));
    before.saturating_add(column.saturating_sub(1)).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Vec<Result<Value, String>> {
        Elements::new(Cow::Borrowed(text.as_bytes()))
            .map(|record| record.value.map_err(|problem| format!("{}: {}", problem.source, problem.reason)))
            .collect()
    }

    #[test]
    fn one_object_or_a_list_of_them() {
        assert_eq!(read(" {\"a\": 1}\n"), [Ok(json!({"a": 1}))]);
        assert_eq!(read("[{\"a\": 1}, 2 ,[]]"), [Ok(json!({"a": 1})), Ok(json!(2)), Ok(json!([]))]);
        assert!(read(" [ ] ").is_empty());
    }

    #[test]
    fn what_stands_before_a_broken_element_is_read() {
        let found = read("[{\"a\": 1},\n {\"a\" 2}, {}]");
        assert_eq!(found[0], Ok(json!({"a": 1})));
        let broken = found[1].clone().unwrap_err();
        assert!(broken.starts_with("record 2: not JSON: expected `:` (line 2, column 7, byte 17)"), "{broken}");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn every_end_is_checked() {
        for text in ["", "[", "[1", "[1,", "[1,]", "[1 2]", "[1]]", "{} {}", "{\"a\":1,\"a\":2}", "[,]"] {
            assert!(read(text).last().unwrap().is_err(), "{text}");
        }
        assert_eq!(read("{} {}").len(), 2);
    }
}
