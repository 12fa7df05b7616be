//! The wrong key in the wrong place does not compile, and the compiler's words say why.

#![cfg(feature = "client")]

#[test]
fn keys_do_not_mix() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
