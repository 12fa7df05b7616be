//! Binding generators.
fn main() {}
