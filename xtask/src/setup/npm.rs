//! Packages from npm, at exact versions, in a folder of the tools cache.

use std::fs;
use std::path::Path;

use super::say;
use crate::error::{Result, failed};
use crate::files;
use crate::paths::on_path;
use crate::process::{self, command_in};

/// Installs the packages into `dir`.
pub(super) fn install(dir: &Path, packages: &[&str]) -> Result<()> {
    if on_path("npm").is_none() {
        return Err(failed("needs npm on PATH"));
    }
    say(&format!("npm install {}", packages.join(" ")));
    files::make_dir(dir)?;
    fs::write(dir.join("package.json"), "{\"private\":true}").map_err(|e| failed(format!("{}: {e}", dir.display())))?;
    let mut npm = command_in(dir, "npm");
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--save-exact"]).args(packages);
    process::read(&mut npm).map(drop)
}
