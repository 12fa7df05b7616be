//! A service on localhost that behaves as the public documentation of the Lexamica Integration API describes.
//!
//! It is a behavioural model, not a conformance reference and not the real service: half of the real spellings are not
//! public, so each is an assumption that stands in a profile (`profiles/default.json`) and can be changed there.
//!
//! ```no_run
//! # async fn example() -> Result<(), lexamica_sandbox::StartError> {
//! use lexamica_sandbox::{Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::default()).await?;
//! let health = format!("{}/_sandbox/health", sandbox.base_url);
//! // ... call it ...
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::indexing_slicing)]

mod app;
mod books;
pub mod clock;
mod deliver;
mod error;
pub mod event;
mod files;
mod http;
mod ids;
mod options;
mod outbox;
pub mod profile;
mod relay;
mod sandbox;
mod schedule;
mod sign;
mod store;

pub use error::StartError;
pub use options::{Options, RetrySchedule};
pub use sandbox::{Running, Sandbox};
