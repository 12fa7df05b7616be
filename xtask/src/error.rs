//! What can go wrong, as one readable sentence.

use std::fmt;

/// A failed command of `cargo xtask`.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command line was wrong: exit code 2.
    Usage(String),
    /// Something it needed is missing or failed: exit code 1.
    Failed(String),
}

/// Shorthand for results in this crate.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Failed(text) => f.write_str(text),
        }
    }
}

/// A failure with this text.
pub(crate) fn failed(text: impl Into<String>) -> Error {
    Error::Failed(text.into())
}

/// A wrong command line, with this text.
pub(crate) fn usage(text: impl Into<String>) -> Error {
    Error::Usage(text.into())
}
