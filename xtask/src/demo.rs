//! `cargo xtask demo`: the example originator against a sandbox. Needs nothing but Rust.

use std::process::ExitCode;

use crate::error::{Result, failed};
use crate::paths::Paths;
use crate::process::{Output, cargo, command};

/// The program of a package, as cargo names it here.
pub(crate) fn program(paths: &Paths, name: &str) -> std::path::PathBuf {
    paths.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The command; its exit code is the originator's.
pub(crate) fn main(paths: &Paths, args: &[String]) -> Result<ExitCode> {
    let packages = ["--package", "lexamica-sandbox", "--package", "lexamica-example-originator"];
    Output::Terminal.run(cargo(paths).arg("build").args(packages))?;
    let status = command(program(paths, "lexamica-example-originator"))
        .args(args)
        .current_dir(&paths.root)
        .env("LEXAMICA_SANDBOX_BIN", program(paths, "lexamica-sandbox"))
        .status()
        .map_err(|e| failed(format!("cannot run the originator: {e}")))?;
    // A signal leaves no code.
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
