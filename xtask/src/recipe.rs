//! `cargo xtask recipe`: the core's example of that name, which is also what shows how to do it in Rust. Run through
//! cargo, so that this crate needs no dependency and builds in seconds.

use std::process::ExitCode;

use crate::error::{Result, failed};
use crate::paths::Paths;
use crate::process::{cargo, command};

/// The command; its exit code is the example's. Paths are those of the folder that the user is in.
pub(crate) fn main(paths: &Paths, args: &[String]) -> Result<ExitCode> {
    let build = ["build", "--quiet", "--package", "lexamica", "--example", "recipe"];
    let built = cargo(paths).args(build).status().map_err(|e| failed(format!("cannot run cargo: {e}")))?;
    if !built.success() {
        return Err(failed("the command could not be built"));
    }
    let program = paths.target.join("debug/examples").join(format!("recipe{}", std::env::consts::EXE_SUFFIX));
    let status = command(program).args(args).status().map_err(|e| failed(format!("cannot run the command: {e}")))?;
    // A signal leaves no code.
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
