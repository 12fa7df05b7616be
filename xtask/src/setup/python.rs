//! A virtual environment with what builds and tests the wheel.

use std::path::PathBuf;

use super::{Tool, apt, debian_root, say, stamp};
use crate::error::{Result, failed};
use crate::paths::{Paths, on_path};
use crate::process::{self, command};
use crate::stamp as stamps;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "python", ready, apt: packages, install };

/// maturin decides what is in the wheel, so its version is exact.
const PACKAGES: [&str; 3] = ["maturin==1.16.0", "pytest==8.*", "mypy==1.*"];

/// A program of the environment: `python`, `maturin`, `mypy`.
pub(crate) fn program(paths: &Paths, name: &str) -> PathBuf {
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    paths.tools.join("python").join(bin).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The stamp says so, and the interpreter behind it was not removed.
fn ready(paths: &Paths) -> bool {
    stamps::fresh(&stamp(paths, "python"), &PACKAGES.join(" ")) && program(paths, "python").is_file()
}

/// Debian keeps venv apart from its Python.
fn packages(_: &Paths) -> Vec<&'static str> {
    if debian_root() && on_path("python3").is_none() { vec!["python3", "python3-venv"] } else { Vec::new() }
}

/// Makes the environment.
fn install(paths: &Paths) -> Result<()> {
    apt::install(paths, &packages(paths))?;
    let python = ["python3", "python"]
        .iter()
        .find_map(|name| on_path(name))
        .ok_or_else(|| failed("needs Python 3.9 or newer on PATH"))?;
    say(&format!("python venv with {}", PACKAGES.join(" ")));
    let venv = || process::read(command(&python).args(["-m", "venv", "--clear"]).arg(paths.tools.join("python")));
    if let Err(e) = venv() {
        if !debian_root() {
            return Err(e);
        }
        apt::install(paths, &["python3-venv"])?;
        venv()?;
    }
    let mut pip = command(program(paths, "python"));
    process::read(pip.args(["-m", "pip", "install", "-q", "--disable-pip-version-check"]).args(PACKAGES))?;
    say(&process::read(command(program(paths, "maturin")).arg("--version"))?);
    process::read(command(program(paths, "python")).args(["-c", "import pytest, mypy"]))?;
    stamps::set(&stamp(paths, "python"), &PACKAGES.join(" "))
}
