//! Independent SDK for the public Lexamica Integration API.
//!
//! This crate holds everything that is true in every language. Without the feature `client` it does no I/O: it builds
//! requests and reads answers, and whoever calls it sends the bytes and supplies time and randomness.

pub mod error;
pub mod mapping;
pub mod model;

pub use error::{Error, ErrorCode, ErrorKind};
