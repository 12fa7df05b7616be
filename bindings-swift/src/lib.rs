//! The core for Swift and Kotlin.

uniffi::setup_scaffolding!();

/// The version of this package.
#[uniffi::export]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
