//! Swift: the one on `PATH`, or a Debian root with Debian's Swift in it.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Tool, apt, debian_root, lock, say, stamp};
use crate::error::{Result, failed};
use crate::paths::{Paths, on_path};
use crate::process::{self, command};
use crate::stamp as stamps;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "swift", ready, apt: packages, install };

/// The Debian release with a Swift that compiles the generated code. Its C library is newer than that of the
/// release before, hence the root of its own.
const SUITE: &str = "trixie";

/// What goes into the root.
const PACKAGES: [&str; 4] = ["swiftlang", "libc6-dev", "libstdc++-14-dev", "libncurses-dev"];

/// How to call Swift.
#[derive(Debug)]
pub(crate) enum Swift {
    /// It is on `PATH`.
    Here,
    /// It is in this root, to be entered by chroot.
    Root(PathBuf),
}

/// Which one is used.
pub(crate) fn find(paths: &Paths) -> Swift {
    if on_path("swift").is_some() { Swift::Here } else { Swift::Root(root(paths)) }
}

/// Where the root is.
fn root(paths: &Paths) -> PathBuf {
    paths.tools.join(format!("swift-{SUITE}"))
}

/// What the stamp holds.
fn key() -> String {
    format!("{SUITE} {}", PACKAGES.join(" "))
}

/// The stamp says so, and /proc is mounted: after a restart of the machine it is not, and Swift would not start.
fn ready(paths: &Paths) -> bool {
    if on_path("swift").is_some() {
        return true;
    }
    let root = root(paths);
    stamps::fresh(&stamp(paths, "swift"), &key())
        && root.join("usr/bin/swiftc").exists()
        && mount_proc(paths, &root).is_ok()
}

/// What makes a root.
fn packages(_: &Paths) -> Vec<&'static str> {
    if debian_root() { vec!["debootstrap"] } else { Vec::new() }
}

/// Makes the root, and runs the compiler in it once.
fn install(paths: &Paths) -> Result<()> {
    if !debian_root() {
        return Err(failed("needs Swift 6 on PATH"));
    }
    apt::install(paths, &packages(paths))?;
    let root = root(paths);
    clear(&root)?;
    let mirror = apt::mirror()?;
    say(&format!("debootstrap {SUITE} and {} (about 500 MB, a minute or two)", PACKAGES.join(" ")));
    process::read(
        command("debootstrap").args(["--variant=minbase", "--include=ca-certificates", SUITE]).arg(&root).arg(&mirror),
    )?;
    mount_proc(paths, &root)?;
    let mut apt = command("chroot");
    apt.arg(&root).args(["apt-get", "install", "-qq", "-y", "--no-install-recommends"]).args(PACKAGES);
    process::read(apt.env("DEBIAN_FRONTEND", "noninteractive"))?;
    process::read(command("chroot").arg(&root).args(["apt-get", "clean"]))?;
    let version = process::read(command("chroot").arg(&root).args(["swiftc", "--version"]))?;
    say(version.lines().next().unwrap_or("swift"));
    stamps::set(&stamp(paths, "swift"), &key())
}

/// Mounts /proc in the root unless it is.
fn mount_proc(paths: &Paths, root: &Path) -> Result<()> {
    let mounted = || root.join("proc/self").exists();
    if mounted() {
        return Ok(());
    }
    // A lock, or two processes would mount it twice, one over the other.
    let _lock = lock(paths, "swift-proc")?;
    if mounted() {
        return Ok(());
    }
    process::read(command("mount").args(["-t", "proc", "proc"]).arg(root.join("proc"))).map(drop)
}

/// Removes an unfinished root, never across a mount.
fn clear(root: &Path) -> Result<()> {
    if !root.exists() {
        return Ok(());
    }
    for mount in mounts(root).iter().rev() {
        process::read(command("umount").arg(mount))?;
    }
    if let Some(mount) = mounts(root).first() {
        return Err(failed(format!("{mount} is still mounted: not removing {}", root.display())));
    }
    process::read(command("rm").args(["-rf", "--one-file-system"]).arg(root)).map(drop)
}

/// What is mounted inside, outermost first.
fn mounts(root: &Path) -> Vec<String> {
    let table = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let points = table.lines().filter_map(|line| line.split(' ').nth(1));
    points.filter(|point| Path::new(point).starts_with(root)).map(str::to_owned).collect()
}
