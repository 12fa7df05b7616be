//! Independent SDK for the public Lexamica Integration API.
//!
//! This crate holds everything that is true in every language. Without the feature `client` it does no I/O: it builds
//! requests and reads answers, and whoever calls it sends the bytes and supplies time and randomness.
//!
//! | module | duty |
//! |---|---|
//! | [`credentials`] | the organisation and its two keys |
//! | [`contract`] | every wire spelling, as data with its source, to be overridden |
//! | [`model`] | cases, invitations, updates, attachments |
//! | [`mapping`] | a firm's field names to Lexamica's and back |
//! | [`operation`] | one type per operation |
//! | [`exchange`] | build a request, read what became of it |
//! | [`recipe`] | clean values from a form, a CSV row or a CRM record |
//! | [`setup`] | what would become of leads, before anything is sent |
//! | [`retry`] | who may be retried, and when |
//! | [`webhook`] | verify deliveries |
//! | [`event`] | the names of events |
//! | [`boundary`] | the same, by name and JSON, for the language bindings |
//!
//! Features: `client` adds an async client over reqwest; `suggest` proposes a mapping's pairs; `presets` holds recipes for
//! the tools that firms use; `threads` maps JSON Lines on several threads.

pub mod boundary;
#[cfg(feature = "client")]
pub mod client;
pub mod contract;
pub mod credentials;
pub mod error;
pub mod event;
pub mod exchange;
pub mod mapping;
pub mod model;
pub mod operation;
#[cfg(feature = "presets")]
pub mod presets;
pub mod recipe;
pub mod retry;
pub mod setup;
pub mod webhook;

/// The README's Rust example, compiled.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../../README.md")]
mod readme {}

pub use error::{Error, ErrorCode, ErrorKind};
