//! Records out of a file: JSON, JSON Lines, CSV, or bodies of forms.
//!
//! What cannot be read becomes a problem with its row, and the records around it are read all the same.
//!
//! ```
//! use lexamica::recipe::Recipe;
//! use lexamica::recipe::input::{Format, Options, records};
//!
//! let recipe = Recipe::from_json(r#"{"fields": [{"to": "client.phone", "from": "Phone", "as": "phone"}]}"#)?;
//! let file = "Name;Phone\r\nAna;(210) 555-0123\r\nBroken\r\nBob;512 555 0148\r\n";
//! let mut good = 0;
//! for record in records(file.as_bytes(), &Options::new(Format::Csv))? {
//!     let applied = recipe.apply_to(&record);
//!     match applied.problems.first() {
//!         None => good += 1,
//!         Some(problem) => assert_eq!(problem.source, "row 3"),
//!     }
//! }
//! assert_eq!(good, 2);
//! # Ok::<(), lexamica::Error>(())
//! ```

mod csv;
mod encoding;
mod form;
pub(super) mod json;

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

pub use self::encoding::Encoding;
use super::problem::{Problem, ProblemCode, Refusal};
use super::{Applied, NOT_AN_OBJECT, Recipe};
use crate::error::Error;

/// How a file holds its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// One JSON object, or a list of them.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated values, or separated by something else, with a header.
    Csv,
    /// `application/x-www-form-urlencoded`, one body a line.
    Form,
}

impl Format {
    /// The format of this name: `json`, `jsonl`, `csv` or `form`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "jsonl" => Some(Self::JsonLines),
            "csv" => Some(Self::Csv),
            "form" => Some(Self::Form),
            _ => None,
        }
    }
}

/// How to read a file. What is not given is found out from the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// How the file holds its records.
    pub format: Format,
    /// For CSV: what stands between two cells. Otherwise whichever of comma, semicolon, tab and bar the header has most.
    pub delimiter: Option<char>,
    /// The encoding. Otherwise what a byte order mark says, or UTF-8, or Windows-1252 for a CSV file that cannot be UTF-8.
    pub encoding: Option<Encoding>,
}

impl Options {
    /// Of this format, and the rest found out.
    pub fn new(format: Format) -> Self {
        Self { format, delimiter: None, encoding: None }
    }

    /// With this between two cells.
    #[must_use]
    pub fn with_delimiter(mut self, delimiter: char) -> Self {
        self.delimiter = Some(delimiter);
        self
    }

    /// In this encoding.
    #[must_use]
    pub fn with_encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }
}

/// One record of a file, or why it cannot be read.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Record {
    /// Its row: in CSV as a spreadsheet counts, with the header as row 1; in lines, the line; in JSON, the position from 1.
    pub row: usize,
    /// The record, or the problem with reading it.
    pub value: Result<Value, Problem>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The value is client data.
        f.debug_struct("Record")
            .field("row", &self.row)
            .field("problem", &self.value.as_ref().err())
            .finish_non_exhaustive()
    }
}

impl Record {
    fn unreadable(row: usize, place: &str, code: ProblemCode, reason: impl Into<String>) -> Self {
        Self { row, value: Err(Refusal::new(code, reason).at("", &format!("{place} {row}"))) }
    }
}

impl Recipe {
    /// Applies the recipe to a record of a file; a record that cannot be read has one problem, and no result.
    pub fn apply_to(&self, record: &Record) -> Applied {
        match &record.value {
            Ok(value) => self.apply(value),
            Err(problem) => problem.clone().into(),
        }
    }
}

/// The records of a file, one after the other.
#[derive(Debug)]
pub struct Records<'b>(Reader<'b>);

#[derive(Debug)]
enum Reader<'b> {
    Json(json::Elements<'b>),
    JsonLines(Lines<'b>),
    Csv(csv::Rows<'b>),
    Form(Lines<'b>),
}

/// One record as JSON text, read as strictly as those of a file.
pub(crate) fn record(text: &str) -> Result<Value, Error> {
    json::parse(text.as_bytes())
        .map_err(|cause| Error::invalid_input("record", format!("the record cannot be read: {cause}")))
}

/// The records of a file's bytes.
///
/// # Errors
/// `invalid_input` if nothing in the file can be read: its encoding is broken throughout, or its header is.
pub fn records<'b>(bytes: &'b [u8], options: &Options) -> Result<Records<'b>, Error> {
    let sniffed = || encoding::sniff(bytes, options.format == Format::Csv);
    let encoding = match options.encoding {
        Some(encoding) => encoding,
        None => sniffed()?,
    };
    let (text, encoding) = encoding::prepare(bytes, encoding)?;
    Ok(Records(match options.format {
        Format::Json => Reader::Json(json::Elements::new(encoding::whole(text, encoding)?)),
        Format::JsonLines => Reader::JsonLines(Lines::new(text, encoding)),
        Format::Csv => Reader::Csv(csv::Rows::new(text, encoding, options.delimiter)?),
        Format::Form => Reader::Form(Lines::new(text, encoding)),
    }))
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let (place, record) = match &mut self.0 {
            Reader::Json(elements) => ("record", elements.next()?),
            Reader::Csv(rows) => ("row", rows.next()?),
            Reader::JsonLines(lines) => ("line", lines.next_with(json_line)?),
            Reader::Form(lines) => ("line", lines.next_with(form::decode)?),
        };
        Some(match &record.value {
            Ok(value) if !value.is_object() => {
                Record::unreadable(record.row, place, ProblemCode::NotAnObject, NOT_AN_OBJECT)
            }
            _ => record,
        })
    }
}

fn json_line(line: &[u8], encoding: Encoding) -> Result<Value, String> {
    let text = match encoding {
        // serde says where the text is not UTF-8.
        Encoding::Utf8 => Cow::Borrowed(line),
        _ => encoding::whole(Cow::Borrowed(line), encoding).map_err(|error| error.detail().to_owned())?,
    };
    json::parse(&text).map_err(|cause| format!("{} (column {})", cause.why, cause.column))
}

/// The lines of a file that are not blank, with their numbers.
#[derive(Debug)]
struct Lines<'b> {
    text: Cow<'b, [u8]>,
    encoding: Encoding,
    position: usize,
    line: usize,
}

impl<'b> Lines<'b> {
    fn new(text: Cow<'b, [u8]>, encoding: Encoding) -> Self {
        Self { text, encoding, position: 0, line: 0 }
    }

    fn next_with(&mut self, read: impl Fn(&[u8], Encoding) -> Result<Value, String>) -> Option<Record> {
        loop {
            let rest = self.text.get(self.position..).filter(|rest| !rest.is_empty())?;
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            self.position = self.position.saturating_add(end).saturating_add(1);
            self.line = self.line.saturating_add(1);
            let line = rest.get(..end).unwrap_or_default().trim_ascii();
            if !line.is_empty() {
                return Some(match read(line, self.encoding) {
                    Ok(value) => Record { row: self.line, value: Ok(value) },
                    Err(reason) => Record::unreadable(self.line, "line", ProblemCode::Unreadable, reason),
                });
            }
        }
    }
}
