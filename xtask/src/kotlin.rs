//! `cargo xtask kotlin`: the Kotlin jar, `<target>/kotlin/lexamica.jar`.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Result, failed};
use crate::ffi;
use crate::files;
use crate::paths::Paths;
use crate::process::{Output, command};
use crate::setup::{self, kotlin};
use crate::stamp;

/// The command.
pub(crate) fn main(paths: &Paths, release: bool) -> Result<()> {
    setup::need(paths, &[setup::Lang::Kotlin])?;
    let jar = build(paths, &Output::Terminal, release)?;
    println!("built {}", jar.display());
    Ok(())
}

/// Builds the library, generates, and compiles the jar.
pub(crate) fn build(paths: &Paths, out: &Output, release: bool) -> Result<PathBuf> {
    let library = ffi::build(paths, out, release)?;
    let generated = ffi::generate(paths, out, &library, "kotlin")?;
    // JNA looks here, and not in cargo's folder, for the library of the build that the jar belongs to.
    files::copy(&library.file, &library_dir(paths).join(ffi::file_name("lexamica_ffi")))?;
    let mut sources = files::with_extension(&generated, "kt");
    sources.extend(files::with_extension(&paths.root.join("bindings-swift/kotlin/src"), "kt"));
    compile(paths, out, &sources, &[], "lexamica.jar")
}

/// Compiles sources into a jar in `<target>/kotlin`, unless it was compiled from just these: kotlinc takes seconds.
pub(crate) fn compile(
    paths: &Paths,
    out: &Output,
    sources: &[PathBuf],
    with: &[PathBuf],
    name: &str,
) -> Result<PathBuf> {
    if sources.is_empty() {
        return Err(failed(format!("no Kotlin sources for {name}")));
    }
    let jar = paths.target.join("kotlin").join(name);
    let done = jar.with_extension("stamp");
    let mut inputs = sources.to_vec();
    inputs.extend_from_slice(with);
    let key = stamp::of_files(&inputs, &kotlin::compiler(paths).to_string_lossy())?;
    if !(stamp::fresh(&done, &key) && jar.is_file()) {
        stamp::clear(&done);
        let mut kotlinc = command(kotlin::compiler(paths).join("bin/kotlinc"));
        kotlinc
            .args(["-jvm-target", "17", "-nowarn", "-no-stdlib", "-cp"])
            .arg(class_path(paths, with)?)
            .args(sources)
            .arg("-d")
            .arg(&jar);
        out.run(&mut kotlinc)?;
        stamp::set(&done, &key)?;
    }
    Ok(jar)
}

/// Java, ready to run a main class of these jars.
pub(crate) fn java(paths: &Paths, jars: &[PathBuf]) -> Result<Command> {
    let mut java = command("java");
    java.arg(format!("-Djna.library.path={}", library_dir(paths).display())).arg("-cp").arg(class_path(paths, jars)?);
    Ok(java)
}

/// Where the native library is.
fn library_dir(paths: &Paths) -> PathBuf {
    paths.target.join("kotlin/lib")
}

/// These jars and all that they need.
fn class_path(paths: &Paths, jars: &[PathBuf]) -> Result<OsString> {
    let all = jars.iter().cloned().chain(kotlin::class_path(paths));
    env::join_paths(all.map(|jar| Path::new(&jar).to_owned())).map_err(|e| failed(format!("class path: {e}")))
}
