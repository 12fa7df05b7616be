//! Originator.
fn main() {}
