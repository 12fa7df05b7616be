//! The library behind Swift and Kotlin.

use std::path::PathBuf;

use crate::bindgen;
use crate::error::Result;
use crate::files;
use crate::paths::Paths;
use crate::process::{Output, cargo};
use crate::stamp;

/// Its crate.
pub(crate) const CRATE: &str = "lexamica-ffi";

/// A built library.
#[derive(Debug)]
pub(crate) struct Library {
    /// The file.
    pub(crate) file: PathBuf,
    /// A key over its content.
    pub(crate) key: String,
}

/// The file name of the dynamic library on this system.
pub(crate) fn file_name(stem: &str) -> String {
    format!("{}{stem}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// Builds it: for development, or `--release` as it is shipped.
pub(crate) fn build(paths: &Paths, out: &Output, release: bool) -> Result<Library> {
    let (profile, folder) = if release { ("release-ffi", "release-ffi") } else { ("dev", "debug") };
    out.run(cargo(paths).args(["build", "--quiet", "--profile", profile, "--package", CRATE]))?;
    bindgen::build(paths, out)?;
    let file = paths.target.join(folder).join(file_name("lexamica_ffi"));
    let key = stamp::of_files(std::slice::from_ref(&file), "")?;
    Ok(Library { file, key })
}

/// Generates one language's code and returns the folder with it. The folder's files change only with the library.
pub(crate) fn generate(paths: &Paths, out: &Output, library: &Library, language: &str) -> Result<PathBuf> {
    let to = paths.target.join(language).join("generated");
    let done = paths.target.join(language).join("generated.stamp");
    let generator = paths.root.join("bindings-swift/uniffi.toml");
    let settings = if generator.is_file() { files::read(&generator)? } else { Vec::new() };
    let key = format!("{} {}", library.key, String::from_utf8_lossy(&settings));
    if !stamp::fresh(&done, &key) {
        stamp::clear(&done);
        files::assemble(&to, &[])?;
        files::make_dir(&to)?;
        bindgen::uniffi(paths, out, &library.file, language, &to)?;
        stamp::set(&done, &key)?;
    }
    Ok(to)
}
