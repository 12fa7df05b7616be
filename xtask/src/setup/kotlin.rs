//! The Kotlin compiler, and the jars our Kotlin needs.

use std::path::{Path, PathBuf};

use super::{Tool, apt, debian_root, npm, say, stamp};
use crate::error::{Result, failed};
use crate::files;
use crate::paths::{Paths, on_path};
use crate::process::{self, command};
use crate::stamp as stamps;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kotlin", ready, apt: packages, install };

/// The whole of kotlinc, with coroutines and kotlin-test.
const COMPILER: &str = "kotlin-compiler@2.4.20";

/// The jars beside it: file name, Maven coordinates.
const JARS: [(&str, &str); 3] = [
    ("jna.jar", "net.java.dev.jna:jna:5.13.0"),
    ("junit4.jar", "junit:junit:4.13.2"),
    ("hamcrest.jar", "org.hamcrest:hamcrest-core:1.3"),
];

/// Where Debian puts jars.
const DEBIAN: &str = "/usr/share/java";

/// kotlinc's folder.
pub(crate) fn compiler(paths: &Paths) -> PathBuf {
    paths.tools.join("kotlin/node_modules/kotlin-compiler")
}

/// The class path to compile and to run with.
pub(crate) fn class_path(paths: &Paths) -> Vec<PathBuf> {
    let lib = compiler(paths).join("lib");
    let own = ["kotlin-stdlib.jar", "kotlinx-coroutines-core-jvm.jar", "kotlin-test.jar", "kotlin-test-junit.jar"];
    own.iter().map(|name| lib.join(name)).chain(JARS.iter().map(|(name, _)| jars(paths).join(name))).collect()
}

/// Where the jars are.
fn jars(paths: &Paths) -> PathBuf {
    let fetched = paths.tools.join("kotlin/jars");
    if fetched.is_dir() { fetched } else { PathBuf::from(DEBIAN) }
}

/// What the stamp holds.
fn key() -> String {
    format!("{COMPILER} {JARS:?}")
}

/// The stamp says so, and the jars and Java are still there.
fn ready(paths: &Paths) -> bool {
    stamps::fresh(&stamp(paths, "kotlin"), &key())
        && class_path(paths).iter().all(|jar| jar.is_file())
        && on_path("java").is_some()
}

/// Debian's JNA and JUnit, and a JDK where there is none.
fn packages(_: &Paths) -> Vec<&'static str> {
    if !debian_root() {
        return Vec::new();
    }
    let mut packages = vec!["libjna-java", "junit4"];
    if on_path("java").is_none() {
        packages.push("openjdk-17-jdk-headless");
    }
    packages
}

/// Fetches all of it, and runs the compiler once.
fn install(paths: &Paths) -> Result<()> {
    apt::install(paths, &packages(paths))?;
    if on_path("java").is_none() {
        return Err(failed("needs a JDK, 17 or newer, on PATH"));
    }
    npm::install(&paths.tools.join("kotlin"), &[COMPILER])?;
    make_executable(&compiler(paths).join("bin"))?;
    if !JARS.iter().all(|(name, _)| Path::new(DEBIAN).join(name).is_file()) {
        maven(&paths.tools.join("kotlin/jars"))?;
    }
    if let Some(jar) = class_path(paths).iter().find(|jar| !jar.is_file()) {
        return Err(failed(format!("{} is missing after the installation", jar.display())));
    }
    say(&process::read(command(compiler(paths).join("bin/kotlinc")).arg("-version")).map(|out| {
        // kotlinc tells its version on the other stream; that it ran is what counts.
        if out.is_empty() { COMPILER.to_owned() } else { out }
    })?);
    stamps::set(&stamp(paths, "kotlin"), &key())
}

/// Where the system has no such jars, Maven has.
fn maven(to: &Path) -> Result<()> {
    if on_path("mvn").is_none() {
        return Err(failed("needs Maven on PATH, to fetch JNA and JUnit"));
    }
    files::make_dir(to)?;
    for (name, coordinates) in JARS {
        say(&format!("mvn dependency:copy {coordinates}"));
        let out = to.join("fetched");
        let mut mvn = command("mvn");
        mvn.args(["-q", "dependency:copy", "-Dmdep.stripVersion=true"])
            .arg(format!("-Dartifact={coordinates}"))
            .arg(format!("-DoutputDirectory={}", out.display()));
        process::read(&mut mvn)?;
        let artifact = coordinates.split(':').nth(1).unwrap_or(coordinates);
        files::copy(&out.join(format!("{artifact}.jar")), &to.join(name))?;
    }
    Ok(())
}

/// npm unpacks the compiler's scripts without their executable bit.
#[cfg(unix)]
fn make_executable(dir: &Path) -> Result<()> {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    for file in files::walk(dir) {
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755))
            .map_err(|e| failed(format!("{}: {e}", file.display())))?;
    }
    Ok(())
}

/// Nothing to do where there is no such bit.
#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}
