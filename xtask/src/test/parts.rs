//! The parts of a test run: two tables.

use crate::error::Result;
use crate::files;
use crate::kotlin;
use crate::paths::Paths;
use crate::process::{Output, cargo, command, command_in};
use crate::setup::{self, Lang, python};
use crate::{swift, wasm, wheel};

use super::host::Host;

/// A part that is cargo's alone.
#[derive(Debug)]
pub(super) struct CargoPart {
    /// Its name on the command line.
    pub(super) name: &'static str,
    /// Runs it.
    pub(super) run: fn(&Paths, &Output) -> Result<()>,
}

/// Those parts, in the order in which they run.
pub(super) const CARGO_PARTS: [CargoPart; 3] = [
    CargoPart { name: "fmt", run: |paths, out| out.run(cargo(paths).args(["fmt", "--check"])) },
    CargoPart { name: "clippy", run: clippy },
    CargoPart { name: "rust", run: rust },
];

/// The part of a language: builds its package and runs its runner in `tests/e2e`.
pub(super) fn language(lang: Lang, paths: &Paths, host: &Host, out: &Output) -> Result<()> {
    match lang {
        Lang::Node => node(paths, host, out),
        Lang::Browser => browser(paths, host, out),
        Lang::Python => python(paths, host, out),
        Lang::Swift => swift(paths, host, out),
        Lang::Kotlin => kotlin(paths, host, out),
    }
}

/// Lints, everything; and the core as the browser gets it, without the client.
fn clippy(paths: &Paths, out: &Output) -> Result<()> {
    out.run(cargo(paths).args([
        "clippy",
        "--quiet",
        "--package",
        "lexamica",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    let args = ["clippy", "--quiet", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
    out.run(cargo(paths).args(args))
}

/// Unit, integration and documentation tests.
fn rust(paths: &Paths, out: &Output) -> Result<()> {
    out.run(cargo(paths).args(["test", "--quiet", "--all-features"]))?;
    // Once more, to hear how many vectors there are.
    out.run(cargo(paths).args([
        "test",
        "--quiet",
        "--package",
        "lexamica",
        "--all-features",
        "--test",
        "vectors",
        "--",
        "--nocapture",
    ]))
}

/// What every runner finds in its environment beside what the host told.
fn shared(paths: &Paths) -> [(&'static str, std::path::PathBuf); 2] {
    [("LEXAMICA_ROOT", paths.root.clone()), ("LEXAMICA_VECTORS", paths.root.join("tests/vectors"))]
}

/// The npm package in Node.
fn node(paths: &Paths, host: &Host, out: &Output) -> Result<()> {
    let dir = wasm::stage_runner(paths, "node")?;
    let mut node = command_in(&dir, "node");
    out.run(host.tell(node.arg("run.mjs").envs(shared(paths))))
}

/// The npm package in Chromium.
fn browser(paths: &Paths, host: &Host, out: &Output) -> Result<()> {
    let dir = wasm::stage_runner(paths, "browser")?;
    let mut node = command_in(&dir, "node");
    node.arg("run.mjs").envs(shared(paths)).envs(setup::find_chromium().map(|path| ("LEXAMICA_CHROMIUM", path)));
    out.run(host.tell(&mut node))
}

/// The Python package.
fn python(paths: &Paths, host: &Host, out: &Output) -> Result<()> {
    let site = wheel::develop(paths, out)?;
    let mut pytest = command(python::program(paths, "python"));
    pytest
        .args(["-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/e2e/python"])
        .current_dir(&paths.root)
        .env("PYTHONPATH", &site)
        // mypy does not look at PYTHONPATH.
        .env("MYPYPATH", &site)
        .envs(shared(paths));
    if paths.root.join("bindings-python/tests").is_dir() {
        pytest.arg("bindings-python/tests");
    }
    out.run(host.tell(&mut pytest))
}

/// The Swift package.
fn swift(paths: &Paths, host: &Host, out: &Output) -> Result<()> {
    let workshop = swift::build(paths, out, false)?;
    workshop.bring(&paths.root.join("tests/e2e/swift"), "e2e")?;
    let vectors = paths.root.join("tests/vectors");
    if vectors.is_dir() {
        workshop.bring(&vectors, "vectors")?;
    }
    let mut swift = workshop.swift("run", "e2e");
    // Swift may be in a root of its own, where the clone is not to be seen.
    swift.arg("e2e").env("LEXAMICA_VECTORS", workshop.seen("vectors"));
    out.run(host.tell(&mut swift))
}

/// The Kotlin jar.
fn kotlin(paths: &Paths, host: &Host, out: &Output) -> Result<()> {
    let jar = kotlin::build(paths, out, false)?;
    let sources = files::with_extension(&paths.root.join("tests/e2e/kotlin"), "kt");
    let tests = kotlin::compile(paths, out, &sources, std::slice::from_ref(&jar), "e2e.jar")?;
    let mut java = kotlin::java(paths, &[tests, jar])?;
    out.run(host.tell(java.arg("E2eKt").current_dir(&paths.root).envs(shared(paths))))
}
