//! Where things are: the clone, cargo's target folder, and the cache of fetched tools.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Result, failed};

/// The folders every command works with.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    /// The clone.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the developer has put it.
    pub(crate) target: PathBuf,
    /// Fetched tools. Outside the clone, so that every clone and every `git clean` shares one copy.
    pub(crate) tools: PathBuf,
}

impl Paths {
    /// Finds all three.
    pub(crate) fn find() -> Result<Self> {
        let root = root()?;
        let target = target(&root)?;
        Ok(Self { root, target, tools: tools()? })
    }

    /// A folder for the clone that may be shared with other clones inside the tools cache: same clone and target, same name.
    pub(crate) fn clone_id(&self) -> String {
        crate::stamp::short(&self.target.to_string_lossy())
    }
}

/// The clone: told by `cargo run`, or found upwards from here.
fn root() -> Result<PathBuf> {
    if let Some(manifest) = env::var_os("CARGO_MANIFEST_DIR")
        && let Some(parent) = Path::new(&manifest).parent()
    {
        return Ok(parent.to_owned());
    }
    let here = env::current_dir().map_err(|e| failed(format!("cannot read the current folder: {e}")))?;
    here.ancestors()
        .find(|dir| dir.join("xtask/Cargo.toml").is_file())
        .map(Path::to_owned)
        .ok_or_else(|| failed("run this inside the clone: no xtask/Cargo.toml here or above"))
}

/// `CARGO_TARGET_DIR`, or what `cargo metadata` says (the developer's own cargo config may move it).
fn target(root: &Path) -> Result<PathBuf> {
    if let Some(dir) = env::var_os("CARGO_TARGET_DIR").filter(|dir| !dir.is_empty()) {
        return std::path::absolute(&dir).map_err(|e| failed(format!("CARGO_TARGET_DIR: {e}")));
    }
    let out = Command::new("cargo")
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|e| failed(format!("cannot run cargo metadata: {e}")))?;
    let text = String::from_utf8_lossy(&out.stdout);
    text.split_once("\"target_directory\":\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(dir, _)| PathBuf::from(dir.replace("\\\\", "\\")))
        .ok_or_else(|| failed(format!("cargo metadata failed: {}", String::from_utf8_lossy(&out.stderr).trim())))
}

/// `LEXAMICA_TOOLS`, else `lexamica` in the user's cache folder.
fn tools() -> Result<PathBuf> {
    let named = |key: &str| env::var_os(key).filter(|v| !v.is_empty()).map(PathBuf::from);
    let dir = named("LEXAMICA_TOOLS")
        .or_else(|| named("XDG_CACHE_HOME").map(|dir| dir.join("lexamica")))
        .or_else(|| named("HOME").map(|dir| dir.join(".cache/lexamica")))
        .or_else(|| named("USERPROFILE").map(|dir| dir.join(".cache/lexamica")))
        .ok_or_else(|| failed("set LEXAMICA_TOOLS to a folder for fetched tools: HOME is not set"))?;
    std::path::absolute(&dir).map_err(|e| failed(format!("{}: {e}", dir.display())))
}

/// The first program of this name on `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(format!("{program}{}", env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}
