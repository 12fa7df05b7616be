//! A browser to test in.

use std::path::{Path, PathBuf};

use super::{Tool, apt, debian_root, say};
use crate::error::{Result, failed};
use crate::paths::{Paths, on_path};
use crate::process::{self, command};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "chromium", ready: |_| find().is_some(), apt: packages, install };

/// Chromium or Chrome, by the names they go by.
pub(crate) fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("LEXAMICA_CHROMIUM").map(PathBuf::from) {
        return named.is_file().then_some(named);
    }
    let mac = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
        .iter()
        .find_map(|name| on_path(name))
        .or_else(|| mac.is_file().then(|| mac.to_owned()))
}

/// Debian's own.
fn packages(_: &Paths) -> Vec<&'static str> {
    if debian_root() { vec!["chromium"] } else { Vec::new() }
}

/// Installs it, and runs it once.
fn install(paths: &Paths) -> Result<()> {
    if !debian_root() {
        return Err(failed("needs Chromium or Chrome on PATH, or its path in LEXAMICA_CHROMIUM"));
    }
    apt::install(paths, &packages(paths))?;
    let found = find().ok_or_else(|| failed("chromium is not on PATH after its installation"))?;
    say(&process::read(command(found).args(["--version", "--no-sandbox"]))?);
    Ok(())
}
