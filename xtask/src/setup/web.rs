//! Node itself, and the npm packages that build and test ours.

use std::path::{Path, PathBuf};

use super::{Tool, npm, say, stamp};
use crate::error::{Result, failed};
use crate::paths::Paths;
use crate::process::{self, command, command_in};
use crate::stamp as stamps;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "web", ready, apt: |_| Vec::new(), install };

/// At exact versions: another compiler makes other bytes.
const PACKAGES: [&str; 4] = ["binaryen@132.0.0", "typescript@5.9.3", "@types/node@20.19.0", "playwright-core@1.65.1"];

/// The oldest Node whose behaviour the package relies on.
const NODE: u32 = 20;

/// Where they are.
pub(crate) fn modules(paths: &Paths) -> PathBuf {
    paths.tools.join("web/node_modules")
}

/// The stamp says so, and nobody emptied the folder.
fn ready(paths: &Paths) -> bool {
    stamps::fresh(&stamp(paths, "web"), &PACKAGES.join(" "))
        && modules(paths).join("binaryen").is_dir()
        && node().is_ok()
}

/// Whether Node is there and new enough.
fn node() -> Result<()> {
    let version = process::read(command("node").arg("--version"))
        .map_err(|_| failed(format!("needs Node {NODE} or newer on PATH")))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE) {
        Ok(())
    } else {
        Err(failed(format!("needs Node {NODE} or newer, not {version}")))
    }
}

/// Fetches them, and runs each once.
fn install(paths: &Paths) -> Result<()> {
    node()?;
    npm::install(&paths.tools.join("web"), &PACKAGES)?;
    let modules = modules(paths);
    for tool in ["wasm-opt", "tsc"] {
        let version = process::read(command(modules.join(".bin").join(tool)).arg("--version"))?;
        say(&format!("{tool} {version}"));
    }
    check_playwright(&modules)?;
    stamps::set(&stamp(paths, "web"), &PACKAGES.join(" "))
}

/// Loads playwright-core once.
fn check_playwright(modules: &Path) -> Result<()> {
    let dir = modules.parent().unwrap_or(modules);
    process::read(command_in(dir, "node").args(["-e", "require('playwright-core').chromium"])).map(drop)
}
