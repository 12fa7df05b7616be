//! Tables as text, as spreadsheets write them.
//!
//! Written by hand, because the crates for it read what is broken as best they can: a quote that is never closed
//! swallows the rest of the file without a word, and what it swallowed are clients.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::encoding::{self, Encoding};
use super::{ProblemCode, Record};
use crate::error::Error;
use crate::recipe::blank::{is_blank, trim};

/// The rows below the header, as objects. Two columns of one name make a list.
#[derive(Debug)]
pub(super) struct Rows<'b> {
    cursor: Cursor<'b>,
    headers: Vec<String>,
}

/// A place in the text.
#[derive(Debug)]
struct Cursor<'b> {
    text: Cow<'b, [u8]>,
    encoding: Encoding,
    delimiter: u8,
    position: usize,
    line: usize,
    row: usize,
}

/// The cells of one row and the place where each begins.
type Cells = Vec<(usize, Vec<u8>)>;

/// Why a row is none.
enum Broken {
    /// A quote opens and the file ends.
    Unclosed { quote: usize },
    /// Something stands behind a closing quote.
    AfterQuote { at: usize },
}

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

impl<'b> Rows<'b> {
    pub(super) fn new(text: Cow<'b, [u8]>, encoding: Encoding, delimiter: Option<char>) -> Result<Self, Error> {
        let mut cursor = Cursor { text, encoding, delimiter: b',', position: 0, line: 1, row: 0 };
        let given = match delimiter.map(u8::try_from) {
            None => None,
            Some(Ok(byte)) if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Some(byte),
            Some(_) => {
                return Err(Error::invalid_input(
                    "delimiter",
                    "expected one ASCII character that is no quote and no line end",
                ));
            }
        };
        let told = cursor.told_delimiter();
        cursor.delimiter = given.or(told).unwrap_or_else(|| cursor.likely_delimiter());
        let headers = cursor.headers()?;
        Ok(Self { cursor, headers })
    }

    fn record(&self, cells: &Cells) -> Result<Value, (ProblemCode, String)> {
        let line = self.cursor.line;
        let surplus = cells.iter().skip(self.headers.len()).any(|(_, cell)| !cell.trim_ascii().is_empty());
        if cells.len() < self.headers.len() || surplus {
            let reason = format!("{} cells where the header has {} (line {line})", cells.len(), self.headers.len());
            return Err((ProblemCode::Ragged, reason));
        }
        let mut members = Map::new();
        for (column, (header, (start, cell))) in self.headers.iter().zip(cells).enumerate() {
            let cell = encoding::decode(cell, self.cursor.encoding).map_err(|at| {
                let column = column.saturating_add(1);
                let at = start.saturating_add(at);
                (
                    ProblemCode::Unreadable,
                    format!("column {column} is not in the file's encoding (line {line}, near byte {at})"),
                )
            })?;
            if header.is_empty() && is_blank(&cell) {
                continue;
            }
            let cell = Value::from(cell.into_owned());
            match members.get_mut(header) {
                Some(Value::Array(cells)) => cells.push(cell),
                Some(only) => *only = Value::Array(vec![only.take(), cell]),
                None => {
                    members.insert(header.clone(), cell);
                }
            }
        }
        Ok(members.into())
    }
}

impl Iterator for Rows<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            let start = self.cursor.line;
            let row = self.cursor.next_row()?;
            let number = self.cursor.row;
            let end = self.cursor.line;
            let (code, reason) = match row {
                Ok(cells) if cells.iter().all(|(_, cell)| cell.trim_ascii().is_empty()) => continue,
                Ok(cells) => {
                    self.cursor.line = start;
                    let record = self.record(&cells);
                    self.cursor.line = end;
                    match record {
                        Ok(value) => return Some(Record { row: number, value: Ok(value) }),
                        Err(problem) => problem,
                    }
                }
                Err(broken) => (ProblemCode::Unreadable, broken.in_words(start, end)),
            };
            return Some(Record::unreadable(number, "row", code, reason));
        }
    }
}

impl Broken {
    fn in_words(&self, start: usize, end: usize) -> String {
        match self {
            Self::Unclosed { quote } => format!("a quote opens and is never closed (line {start}, byte {quote})"),
            Self::AfterQuote { at } => {
                let last = end.saturating_sub(1).max(start);
                let lines = if last == start { format!("line {start}") } else { format!("lines {start} to {last}") };
                format!(
                    "something stands between a closing quote and the end of its cell ({lines}, byte {at}); \
                     a quote inside a quoted cell is written twice"
                )
            }
        }
    }
}

impl Cursor<'_> {
    /// `sep=;`, Excel's own first line.
    fn told_delimiter(&mut self) -> Option<u8> {
        let rest = self.text.strip_prefix(b"sep=")?;
        let (delimiter, rest) = rest.split_first()?;
        let end = if rest.starts_with(b"\r\n") { 2 } else { usize::from(rest.starts_with(b"\n")) };
        if end == 0 || !delimiter.is_ascii() || *delimiter == b'"' {
            return None;
        }
        let delimiter = *delimiter;
        self.position = end.saturating_add(5);
        self.line = 2;
        self.row = 1;
        Some(delimiter)
    }

    /// What the header has most of, outside quotes; the comma if it has none.
    fn likely_delimiter(&self) -> u8 {
        let mut counts = [0_usize; CANDIDATES.len()];
        let mut quoted = false;
        for byte in self.text.iter().skip(self.position) {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' | b'\r' if !quoted => {
                    if counts.iter().any(|count| *count > 0) {
                        break;
                    }
                }
                _ if quoted => {}
                byte => {
                    for (count, _) in counts.iter_mut().zip(CANDIDATES).filter(|(_, candidate)| candidate == byte) {
                        *count = count.saturating_add(1);
                    }
                }
            }
        }
        // The first of the most: the comma wins a tie.
        let most = counts.iter().copied().max().unwrap_or_default();
        CANDIDATES.iter().zip(counts).find(|(_, count)| *count == most).map_or(b',', |(candidate, _)| *candidate)
    }

    /// The names of the columns, trimmed, without surplus ones at the end.
    fn headers(&mut self) -> Result<Vec<String>, Error> {
        let broken = |reason: String| Error::invalid_input("header", format!("the header cannot be read: {reason}"));
        loop {
            let start = self.line;
            match self.next_row() {
                None => return Ok(Vec::new()),
                Some(Err(why)) => return Err(broken(why.in_words(start, self.line))),
                Some(Ok(cells)) => {
                    let mut headers = Vec::new();
                    for (at, cell) in &cells {
                        let name = encoding::decode(cell, self.encoding).map_err(|inner| {
                            broken(format!("not in the file's encoding (byte {})", at.saturating_add(inner)))
                        })?;
                        headers.push(trim(&name).to_owned());
                    }
                    while headers.last().is_some_and(String::is_empty) {
                        headers.pop();
                    }
                    if !headers.is_empty() {
                        return Ok(headers);
                    }
                }
            }
        }
    }

    /// The next row; the cursor stands behind it then, also if it is broken.
    fn next_row(&mut self) -> Option<Result<Cells, Broken>> {
        if self.position >= self.text.len() {
            return None;
        }
        self.row = self.row.saturating_add(1);
        let start = self.position;
        match read_row(&self.text, start, self.delimiter) {
            Ok((cells, next)) => {
                self.go_to(next);
                Some(Ok(cells))
            }
            Err(broken) => {
                let from = match &broken {
                    // The rows that the quote has swallowed are most likely good.
                    Broken::Unclosed { .. } => start,
                    // Rows that are two halves of one would be worse than a row too few.
                    Broken::AfterQuote { at } => *at,
                };
                let rest = self.text.get(from..).unwrap_or_default();
                let line =
                    rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |newline| newline.saturating_add(1));
                self.go_to(from.saturating_add(line));
                Some(Err(broken))
            }
        }
    }

    /// Moves on, counting lines.
    fn go_to(&mut self, position: usize) {
        let passed = self.text.get(self.position..position).unwrap_or_default();
        // A lone carriage return ends a line too.
        let newlines = passed.iter().filter(|byte| **byte == b'\n').count();
        let returns = passed.iter().filter(|byte| **byte == b'\r').count();
        let lines = if newlines == 0 { returns } else { newlines };
        self.line = self.line.saturating_add(lines);
        self.position = position;
    }
}

/// The cells of the row that begins at `start`, and where the next one begins.
fn read_row(text: &[u8], start: usize, delimiter: u8) -> Result<(Cells, usize), Broken> {
    let mut cells = Vec::new();
    let mut at = start;
    loop {
        let cell_start = at;
        let mut cell = Vec::new();
        if text.get(at) == Some(&b'"') {
            at = read_quoted(text, at, &mut cell)?;
        } else {
            let rest = text.get(at..).unwrap_or_default();
            let end = rest.iter().position(|byte| *byte == delimiter || matches!(byte, b'\r' | b'\n'));
            let plain = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            cell.extend_from_slice(plain);
            at = at.saturating_add(plain.len());
        }
        cells.push((cell_start, cell));
        let behind = at;
        at = at.saturating_add(1);
        match text.get(behind) {
            None => return Ok((cells, behind)),
            Some(b'\r') if text.get(at) == Some(&b'\n') => return Ok((cells, at.saturating_add(1))),
            Some(b'\r' | b'\n') => return Ok((cells, at)),
            Some(byte) if *byte == delimiter => {}
            Some(_) => return Err(Broken::AfterQuote { at: behind }),
        }
    }
}

/// A quoted cell; where it ends, blanks behind its quote included.
fn read_quoted(text: &[u8], quote: usize, cell: &mut Vec<u8>) -> Result<usize, Broken> {
    let mut at = quote.saturating_add(1);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| *byte == b'"') else { return Err(Broken::Unclosed { quote }) };
        cell.extend_from_slice(rest.get(..length).unwrap_or_default());
        at = at.saturating_add(length).saturating_add(1);
        if text.get(at) != Some(&b'"') {
            let blanks = text.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count();
            return Ok(at.saturating_add(blanks));
        }
        cell.push(b'"');
        at = at.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: impl AsRef<[u8]>) -> Vec<(usize, Result<Value, String>)> {
        read_with(text, Encoding::Utf8)
    }

    fn read_with(text: impl AsRef<[u8]>, encoding: Encoding) -> Vec<(usize, Result<Value, String>)> {
        Rows::new(Cow::Borrowed(text.as_ref()), encoding, None)
            .unwrap()
            .map(|record| {
                (record.row, record.value.map_err(|problem| format!("{}: {}", problem.source, problem.reason)))
            })
            .collect()
    }

    #[test]
    fn tables_are_read_as_spreadsheets_write_them() {
        for text in [
            "a,b\n1,\"x\ny\"\n",
            "a,b\r\n1,\"x\ny\"\r\n",
            "a;b\n1;\"x\ny\"",
            "a\tb\n1\t\"x\ny\"\n\n",
            "a|b\n1|\"x\ny\" \n",
            "sep=;\r\na;b\r\n1;\"x\ny\"\r\n",
            "\n a , b ,,\n1,\"x\ny\",,\n,,,\n",
            "\"a\",\"b\"\r1,\"x\ny\"\r",
        ] {
            let found = read(text);
            assert_eq!(found.len(), 1, "{text:?}");
            assert_eq!(found[0].1, Ok(json!({"a": "1", "b": "x\ny"})), "{text:?}");
        }
        assert_eq!(read("a\n\"say \"\"hi\"\"\"\n")[0].1, Ok(json!({"a": "say \"hi\""})));
        assert_eq!(read("size\n5'10\" tall\n")[0].1, Ok(json!({"size": "5'10\" tall"})));
        assert!(read("").is_empty());
        assert!(read("a,b").is_empty());
    }

    #[test]
    fn two_columns_of_one_name_make_a_list() {
        assert_eq!(read("a,b,a\n1,2,3\n")[0].1, Ok(json!({"a": ["1", "3"], "b": "2"})));
    }

    #[test]
    fn broken_rows_are_reported_and_the_rest_is_read() {
        let found = read("a,b\n1\n1,2,3\n\"x\"y,2\n3,4\n");
        let rows: Vec<usize> = found.iter().map(|(row, _)| *row).collect();
        assert_eq!(rows, [2, 3, 4, 5]);
        assert_eq!(found[0].1, Err("row 2: 1 cells where the header has 2 (line 2)".to_owned()));
        assert_eq!(found[1].1, Err("row 3: 3 cells where the header has 2 (line 3)".to_owned()));
        assert!(found[2].1.as_ref().unwrap_err().contains("(line 4, byte 15)"), "{:?}", found[2]);
        assert_eq!(found[3].1, Ok(json!({"a": "3", "b": "4"})));
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_nothing() {
        let found = read("a,b\n1,\"x\n3,4\n5,6\n");
        assert_eq!(found[0].1, Err("row 2: a quote opens and is never closed (line 2, byte 6)".to_owned()));
        assert_eq!(found[1], (3, Ok(json!({"a": "3", "b": "4"}))));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn a_byte_of_another_encoding_costs_its_row_only() {
        let found = read(b"a,b\n\xc3\xa9,1\n\xff,2\nx,3\n");
        assert_eq!(found[0].1, Ok(json!({"a": "é", "b": "1"})));
        assert!(
            found[1].1.as_ref().unwrap_err().contains("column 1 is not in the file's encoding (line 3, near byte 9)"),
            "{:?}",
            found[1]
        );
        assert_eq!(found[2].1, Ok(json!({"a": "x", "b": "3"})));
        assert_eq!(read_with(b"a\n\x93x\x94\n", Encoding::Windows1252)[0].1, Ok(json!({"a": "“x”"})));
    }
}
