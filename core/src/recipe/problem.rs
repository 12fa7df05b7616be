//! What is wrong with a record, in words that may be logged.

use serde::Serialize;

/// One thing that is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// The canonical path that has no value because of it; empty if it concerns the whole record.
    pub path: String,
    /// A stable name of the reason, for programs.
    pub code: ProblemCode,
    /// The source in the record: a key, or the steps to it; for a whole record, its row or line.
    pub source: String,
    /// The reason in words, without the value itself: it may be logged.
    pub reason: String,
}

/// Why a value cannot be used. New codes may be added; a code never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemCode {
    /// The record cannot be read: not JSON, not CSV, not the file's encoding.
    Unreadable,
    /// The record has more or fewer cells than the header.
    Ragged,
    /// The record is not an object of keys and values.
    NotAnObject,
    /// A required path has no value.
    Missing,
    /// The value is a list or an object where a single value is needed.
    NotSingle,
    /// The value is not a list where one is needed.
    NotAList,
    /// More than one element of a list fits.
    Ambiguous,
    /// A number in JSON has more digits than a number can hold.
    Inexact,
    /// Not a phone number.
    PhoneInvalid,
    /// Not an e-mail address.
    EmailInvalid,
    /// No such date, or more than one reading.
    DateInvalid,
    /// Not a US state.
    StateUnknown,
    /// Neither yes nor no.
    BooleanInvalid,
    /// Not a number.
    NumberInvalid,
    /// Not an amount of money.
    MoneyInvalid,
    /// A name with more than one reading.
    NameAmbiguous,
    /// A text that should hold JSON, and does not.
    JsonInvalid,
    /// Not in the table.
    NotInTable,
    /// Not in the vocabulary of this path.
    NotInVocabulary,
    /// The recipe's paths cannot stand beside each other.
    PathConflict,
}

/// A reason without its place: what a treatment says. It never repeats the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: ProblemCode,
    pub(super) reason: String,
}

impl Refusal {
    pub(super) fn new(code: ProblemCode, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }

    /// The same, with its place.
    pub(super) fn at(self, path: &str, source: &str) -> Problem {
        Problem { path: path.to_owned(), code: self.code, source: source.to_owned(), reason: self.reason }
    }
}
