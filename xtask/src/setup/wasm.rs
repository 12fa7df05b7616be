//! The wasm32 target: rustup's, or one built for Debian's Rust.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::{Tool, apt, debian_root, say, stamp};
use crate::error::{Result, failed};
use crate::files;
use crate::paths::{Paths, on_path};
use crate::process::{self, command};
use crate::stamp as stamps;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "wasm", ready, apt: packages, install };

/// The target's name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's Rust for browsers, with the source of its standard library.
const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// Under which name rustup knows it.
const TOOLCHAIN: &str = "debian-web";

/// The argument that makes cargo use a compiler that has the target.
pub(crate) fn toolchain(paths: &Paths) -> Option<String> {
    if ordinary(paths) { None } else { Some(format!("+{TOOLCHAIN}")) }
}

/// Where the clone's own compiler keeps its libraries.
fn sysroot(paths: &Paths) -> Option<PathBuf> {
    process::read(command("rustc").args(["--print", "sysroot"]).current_dir(&paths.root)).ok().map(PathBuf::from)
}

/// Whether the clone's own compiler has the target.
fn ordinary(paths: &Paths) -> bool {
    sysroot(paths).is_some_and(|sysroot| has_std(&sysroot))
}

/// Whether a sysroot has the target's standard library.
fn has_std(sysroot: &Path) -> bool {
    let lib = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    fs::read_dir(lib).is_ok_and(|mut entries| entries.next().is_some())
}

/// What the stamp of the fallback holds: with another compiler the library must be built again. That the stamp is
/// there also says that rustup was asked once and had no target to give.
fn key(sysroot: &Path) -> Option<String> {
    let version = process::read(command("/usr/bin/rustc").arg("-V")).ok()?;
    Some(format!("{version}; linker of {}", sysroot.display()))
}

/// rustup's target, or a finished fallback for this very compiler.
fn ready(paths: &Paths) -> bool {
    let Some(sysroot) = sysroot(paths) else { return false };
    has_std(&sysroot)
        || (has_std(Path::new("/usr"))
            && linked()
            && key(&sysroot).is_some_and(|key| stamps::fresh(&stamp(paths, "wasm"), &key)))
}

/// Whether rustup knows the toolchain.
fn linked() -> bool {
    let home = env::var_os("RUSTUP_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".rustup")));
    home.is_some_and(|home| home.join("toolchains").join(TOOLCHAIN).join("bin/cargo").exists())
}

/// Not known before rustup was asked.
fn packages(_: &Paths) -> Vec<&'static str> {
    Vec::new()
}

/// rustup first; then Debian's.
fn install(paths: &Paths) -> Result<()> {
    say(&format!("rustup target add {TARGET}"));
    let mut rustup = command("rustup");
    let asked = process::read(rustup.args(["target", "add", TARGET]).current_dir(&paths.root));
    if asked.is_ok() && ordinary(paths) {
        return Ok(());
    }
    if !debian_root() {
        return Err(failed(format!("rustup could not add {TARGET}")));
    }
    say("rustup has no such target to give here; using Debian's Rust for browsers");
    if on_path("rustup").is_none() {
        return Err(failed("needs rustup on PATH"));
    }
    apt::install(paths, &PACKAGES)?;
    let sysroot = sysroot(paths).ok_or_else(|| failed("rustc does not run"))?;
    build_std(paths)?;
    // Debian ships no wasm linker; rustup's own, of any version, links for it.
    let host = Path::new("lib/rustlib/x86_64-unknown-linux-gnu/bin");
    files::link(&sysroot.join(host).join("rust-lld"), &Path::new("/usr").join(host).join("rust-lld"))?;
    process::read(command("rustup").args(["toolchain", "link", TOOLCHAIN, "/usr"]))?;
    try_out(paths)?;
    let key = key(&sysroot).ok_or_else(|| failed("/usr/bin/rustc does not run"))?;
    stamps::set(&stamp(paths, "wasm"), &key)
}

/// Builds the target's standard library into Debian's sysroot, once: building it with the crate each time would make
/// every build script believe that it runs on a nightly compiler.
fn build_std(paths: &Paths) -> Result<()> {
    say(&format!("building std for {TARGET}"));
    let dir = paths.tools.join("wasm-std");
    files::write_if_changed(&dir.join("src/lib.rs"), b"#![no_std]\n")?;
    files::write_if_changed(
        &dir.join("Cargo.toml"),
        b"[package]\nname = \"std-for-wasm\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
          [profile.release]\nopt-level = \"s\"\ncodegen-units = 1\npanic = \"abort\"\n[workspace]\n",
    )?;
    let mut cargo = command("/usr/bin/cargo");
    cargo
        .args(["build", "-q", "--release", "-Z", "build-std=core,alloc,std,panic_abort,test", "--target", TARGET])
        .current_dir(&dir)
        .env("CARGO_TARGET_DIR", dir.join("target"))
        .env("PATH", debian_first()?)
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTUP_TOOLCHAIN");
    process::read(&mut cargo)?;
    let lib = Path::new("/usr/lib/rustlib").join(TARGET).join("lib");
    // Two standard libraries beside each other are one too many: the old one goes.
    let _ = fs::remove_dir_all(&lib);
    for file in files::with_extension(&dir.join("target").join(TARGET).join("release/deps"), "rlib") {
        let Some(name) = file.file_name().filter(|name| !name.to_string_lossy().contains("std_for_wasm")) else {
            continue;
        };
        files::copy(&file, &lib.join(name))?;
    }
    // Only its product is needed from now on.
    let _ = fs::remove_dir_all(dir.join("target"));
    Ok(())
}

/// `PATH` with Debian's compiler before rustup's.
fn debian_first() -> Result<std::ffi::OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(PathBuf::from("/usr/bin")).chain(env::split_paths(&path)))
        .map_err(|e| failed(format!("PATH: {e}")))
}

/// Links a small library, so that a broken installation shows here and not in someone's build.
fn try_out(paths: &Paths) -> Result<()> {
    let dir = paths.tools.join("wasm-std");
    files::write_if_changed(&dir.join("try.rs"), b"#[unsafe(no_mangle)] pub extern \"C\" fn one() -> i32 { 1 }\n")?;
    let mut rustc = command("rustc");
    rustc
        .arg(format!("+{TOOLCHAIN}"))
        .args(["--edition=2024", "--crate-type=cdylib", "--target", TARGET, "try.rs", "-o", "try.wasm"])
        .current_dir(&dir);
    process::read(&mut rustc).map(drop)
}
