//! Debian packages.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use super::{debian_root, lock, say};
use crate::error::{Result, failed};
use crate::paths::Paths;
use crate::process::{self, command};

/// How long to wait for another apt.
const PATIENCE: Duration = Duration::from_secs(300);

/// Whether the lists were updated by this process; also keeps two threads from calling apt at once.
static UPDATED: Mutex<bool> = Mutex::new(false);

/// Installs those of the packages that are missing.
pub(super) fn install(paths: &Paths, packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|name| !installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !debian_root() {
        return Err(failed(format!("needs {}, and only root on Debian can have them installed", missing.join(", "))));
    }
    let mut updated = UPDATED.lock().map_err(|_| failed("another installation failed"))?;
    let _lock = lock(paths, "apt")?;
    // Several callers may have waited for the same package.
    let missing: Vec<&str> = missing.into_iter().filter(|name| !installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say(&format!("apt-get install {}", missing.join(" ")));
    if !*updated {
        apt(&["update", "-qq"])?;
        *updated = true;
    }
    let mut args = vec!["install", "-qq", "-y", "--no-install-recommends"];
    args.extend(&missing);
    apt(&args)
}

/// One call of apt-get, quiet unless it fails. Something else on the machine, such as unattended upgrades, may hold one of
/// apt's locks for a while: apt waits for the one of dpkg by itself, but not for the one of the package lists.
fn apt(args: &[&str]) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut apt = command("apt-get");
        apt.args(["-o", "DPkg::Lock::Timeout=300"]).args(args).env("DEBIAN_FRONTEND", "noninteractive");
        match process::read(&mut apt) {
            Err(e) if e.to_string().contains("Could not get lock") && Instant::now() < deadline => {
                thread::sleep(Duration::from_secs(2));
            }
            result => return result.map(drop),
        }
    }
}

/// Whether dpkg has it.
fn installed(package: &str) -> bool {
    process::read(command("dpkg-query").args(["-W", "-f=${db:Status-Status}", package])).is_ok_and(|s| s == "installed")
}

/// The mirror this machine itself installs from.
pub(super) fn mirror() -> Result<String> {
    let lists = fs::read_dir("/etc/apt/sources.list.d").into_iter().flatten().flatten().map(|entry| entry.path());
    let mut lists: Vec<_> =
        lists.filter(|path| path.extension().is_some_and(|e| e == "sources" || e == "list")).collect();
    // debian.sources before those of third parties.
    lists.sort_by_key(|path| !path.ends_with("debian.sources"));
    lists.insert(0, Path::new("/etc/apt/sources.list").to_owned());
    for path in lists {
        for line in fs::read_to_string(&path).unwrap_or_default().lines() {
            let mut words = line.split_whitespace();
            if matches!(words.next(), Some("URIs:" | "deb"))
                && let Some(url) = words.find(|word| word.contains("://"))
            {
                return Ok(url.to_owned());
            }
        }
    }
    Err(failed("no Debian mirror in /etc/apt"))
}
