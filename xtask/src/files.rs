//! Files and folders, with the path in every error.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, failed};

/// An error that names the path.
fn at(path: &Path, what: &str, e: &std::io::Error) -> Error {
    failed(format!("cannot {what} {}: {e}", path.display()))
}

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|e| at(path, "read", &e))
}

/// Makes a folder and those above it.
pub(crate) fn make_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|e| at(path, "make", &e))
}

/// Writes a file only when its content differs: build tools look at the time of the last change.
pub(crate) fn write_if_changed(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(dir) = path.parent() {
        make_dir(dir)?;
    }
    // Not in place: a running program may have the old library mapped.
    let fresh = path.with_extension(format!("new{}", std::process::id()));
    fs::write(&fresh, content).and_then(|()| fs::rename(&fresh, path)).map_err(|e| at(path, "write", &e))
}

/// Copies a file when it differs.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    write_if_changed(to, &read(from)?)
}

/// Every file under a folder, sorted; nothing when there is no such folder. Dot folders and dependencies are left out.
pub(crate) fn walk(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut queue = vec![dir.to_owned()];
    while let Some(dir) = queue.pop() {
        let Ok(entries) = fs::read_dir(&dir) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                let name = name.to_string_lossy();
                if !name.starts_with('.') && name != "node_modules" && name != "__pycache__" {
                    queue.push(path);
                }
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Every file under a folder with this extension.
pub(crate) fn with_extension(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = walk(dir);
    found.retain(|path| path.extension().is_some_and(|e| e == extension));
    found
}

/// Makes `to` hold exactly these files (by path inside `to`), leaving dot folders such as SwiftPM's `.build` alone.
pub(crate) fn assemble(to: &Path, contents: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let wanted: BTreeSet<&Path> = contents.iter().map(|(path, _)| path.as_path()).collect();
    for old in walk(to) {
        if old.strip_prefix(to).is_ok_and(|inside| !wanted.contains(inside)) {
            fs::remove_file(&old).map_err(|e| at(&old, "remove", &e))?;
        }
    }
    for (inside, content) in contents {
        write_if_changed(&to.join(inside), content)?;
    }
    Ok(())
}

/// The files under `dir`, by their path inside it, to be put under `prefix`.
pub(crate) fn tree(dir: &Path, prefix: &str) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    walk(dir)
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(dir).unwrap_or(&path).to_owned();
            Ok((Path::new(prefix).join(inside), read(&path)?))
        })
        .collect()
}

/// A symbolic link, replaced when it points elsewhere.
#[cfg(unix)]
pub(crate) fn link(to: &Path, at_path: &Path) -> Result<()> {
    if fs::read_link(at_path).is_ok_and(|old| old == to) {
        return Ok(());
    }
    if let Some(dir) = at_path.parent() {
        make_dir(dir)?;
    }
    // Not there yet is the usual case; anything else shows in the next line.
    let _ = fs::remove_file(at_path);
    std::os::unix::fs::symlink(to, at_path).map_err(|e| at(at_path, "link", &e))
}

/// A copy, where links need a privilege.
#[cfg(not(unix))]
pub(crate) fn link(to: &Path, at_path: &Path) -> Result<()> {
    assemble(at_path, &tree(to, "")?)
}
