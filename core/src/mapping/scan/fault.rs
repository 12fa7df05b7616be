//! What is wrong with a text, and where.

use crate::error::Error;

/// A fault of a JSON text. Small, because every step of the scanner may return one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mapping) struct Fault {
    at: usize,
    what: What,
}

/// The kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mapping) enum What {
    /// The text ends too early.
    End,
    /// Something else stands where a value should.
    Value,
    /// Something else stands where a key should.
    Key,
    /// No colon after a key.
    Colon,
    /// Neither a comma nor the end of the object.
    InObject,
    /// Neither a comma nor the end of the list.
    InList,
    /// A control character inside a text.
    Control,
    /// A backslash that begins no escape.
    Escape,
    /// Half of a surrogate pair.
    Surrogate,
    /// A number against the grammar.
    Number,
    /// A number that is right, but beyond what a tree can hold.
    Huge,
    /// Something after the end of the value.
    Trailing,
    /// A key for the second time in one object.
    Duplicate,
    /// Nested too deeply.
    Depth,
    /// Bytes that are not UTF-8.
    Utf8,
}

impl Fault {
    /// A fault at an offset; whatever is wrong at the end of the text is that it ends.
    #[cold]
    pub(in crate::mapping) fn at(bytes: &[u8], at: usize, what: What) -> Self {
        if at >= bytes.len() { Self { at: bytes.len(), what: What::End } } else { Self { at, what } }
    }

    /// The error for the caller. Never quotes the text, which is client data.
    pub(in crate::mapping) fn into_error(self, path: &str) -> Error {
        let why = match self.what {
            What::End => "the text ends too early",
            What::Value => "a value is expected here",
            What::Key => "a key in double quotes is expected here",
            What::Colon => "a colon is expected after the key",
            What::InObject => "a comma or `}` is expected here",
            What::InList => "a comma or `]` is expected here",
            What::Control => "a control character must be written as an escape, like `\\n`",
            What::Escape => "this is not an escape of JSON",
            What::Surrogate => "one half of a surrogate pair stands alone (was an emoji cut in two?)",
            What::Number => "this is not a number of JSON",
            What::Huge => "the number is too large to be held",
            What::Trailing => "something follows after the end",
            What::Duplicate => "the key stands twice in one object, and which value is meant cannot be known",
            What::Depth => "objects and lists are nested too deeply",
            What::Utf8 => "the text is not UTF-8",
        };
        Error::invalid_text(path, why, self.at)
    }
}
