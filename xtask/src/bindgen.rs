//! Runs the binding generators of the crate `xtask-bindgen`.

use std::path::Path;
use std::process::Command;

use crate::error::Result;
use crate::paths::Paths;
use crate::process::{Output, cargo, command};

/// Builds the generators.
pub(crate) fn build(paths: &Paths, out: &Output) -> Result<()> {
    out.run(cargo(paths).args(["build", "--quiet", "--package", "xtask-bindgen"]))
}

/// The generator, to be given its arguments. It runs in the clone: UniFFI asks cargo for the crates' settings.
fn generator(paths: &Paths) -> Command {
    let mut generator = command(paths.target.join("debug/xtask-bindgen"));
    generator.current_dir(&paths.root).env("CARGO_TARGET_DIR", &paths.target);
    generator
}

/// Generates the JavaScript glue of a `.wasm`.
pub(crate) fn wasm(paths: &Paths, out: &Output, input: &Path, to: &Path, name: &str) -> Result<()> {
    out.run(generator(paths).arg("wasm").arg(input).arg(to).arg(name))
}

/// Generates the code of one language from the metadata in a built library.
pub(crate) fn uniffi(paths: &Paths, out: &Output, library: &Path, language: &str, to: &Path) -> Result<()> {
    out.run(
        generator(paths)
            .arg("generate")
            .arg(library)
            .args(["--language", language, "--no-format", "--out-dir"])
            .arg(to),
    )
}
