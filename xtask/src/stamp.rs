//! Stamps: small files that remember what was done, so that it is done once.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::error::{Result, failed};
use crate::files;

/// Whether the stamp holds exactly this key.
pub(crate) fn fresh(stamp: &Path, key: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text == key)
}

/// Writes the key, last of all and in one step, so that an interrupted installation is never taken for a finished one.
pub(crate) fn set(stamp: &Path, key: &str) -> Result<()> {
    if let Some(dir) = stamp.parent() {
        files::make_dir(dir)?;
    }
    let fresh = stamp.with_extension(format!("new{}", std::process::id()));
    fs::write(&fresh, key)
        .and_then(|()| fs::rename(&fresh, stamp))
        .map_err(|e| failed(format!("cannot write {}: {e}", stamp.display())))
}

/// Forgets it.
pub(crate) fn clear(stamp: &Path) {
    // Not there: nothing to forget.
    let _ = fs::remove_file(stamp);
}

/// A short name for a long text.
pub(crate) fn short(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// A key over the names and contents of files, and whatever else the result depends on.
pub(crate) fn of_files(inputs: &[PathBuf], rest: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    rest.hash(&mut hasher);
    for path in inputs {
        path.hash(&mut hasher);
        files::read(path)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
