//! Developer commands: `cargo xtask help` lists them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool")]

mod bench;
mod bindgen;
mod demo;
mod error;
mod ffi;
mod files;
mod fuzz;
mod kotlin;
mod paths;
mod process;
mod recipe;
mod setup;
mod stamp;
mod swift;
mod test;
mod wasm;
mod wheel;

use std::process::ExitCode;

use error::{Error, Result, usage};
use paths::Paths;

/// What `cargo xtask help` prints.
const HELP: &str = "\
cargo xtask COMMAND

  demo [ARG...]                           the example originator against a local sandbox; needs only Rust
  test [--require LIST|all] [PART...]     fmt, clippy, rust, node, browser, python, swift, kotlin; all by default
  recipe apply --recipe R.json INPUT      what a recipe makes of a file, and what is wrong with it; `recipe` has the rest, `lint` too
  fuzz [SECONDS]                          runs every fuzz target, a minute each if nothing is said
  setup [--require LIST|all] [LANG...]    installs what node, browser, python, swift and kotlin need
  wasm                                    the npm package, in <target>/npm/lexamica
  wheel                                   the Python wheel, in <target>/wheels
  swift [--release]                       the Swift package
  kotlin [--release]                      the Kotlin jar, in <target>/kotlin
  bench mapping [--no-peers]              the mapping engine beside others; numbers in <target>/bench/mapping.json
  size                                    what a browser downloads, in bytes (after wasm)

A language whose toolchain cannot be had is skipped, unless --require names it.
Fetched tools are kept in LEXAMICA_TOOLS, or in `lexamica` in the user's cache folder.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(code) => code,
        Err(e) => {
            eprintln!("xtask: {e}");
            ExitCode::from(if matches!(e, Error::Usage(_)) { 2 } else { 1 })
        }
    }
}

/// Dispatches.
fn run(args: &[String]) -> Result<ExitCode> {
    let (name, rest) = args.split_first().ok_or_else(|| usage(format!("no command\n\n{HELP}")))?;
    let done = |()| ExitCode::SUCCESS;
    match name.as_str() {
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        "demo" => demo::main(&Paths::find()?, rest),
        "recipe" => recipe::main(&Paths::find()?, rest),
        "fuzz" => fuzz::main(&Paths::find()?, rest).map(done),
        "test" => test::main(&Paths::find()?, rest),
        "setup" => setup::main(&Paths::find()?, rest).map(done),
        "wasm" => none(rest).and_then(|()| wasm::main(&Paths::find()?)).map(done),
        "wheel" => none(rest).and_then(|()| wheel::main(&Paths::find()?)).map(done),
        "swift" => release(rest).and_then(|release| swift::main(&Paths::find()?, release)).map(done),
        "kotlin" => release(rest).and_then(|release| kotlin::main(&Paths::find()?, release)).map(done),
        "bench" => bench::main(&Paths::find()?, rest).map(done),
        "size" => none(rest).and_then(|()| wasm::sizes(&Paths::find()?)).map(done),
        _ => Err(usage(format!("unknown command {name:?}\n\n{HELP}"))),
    }
}

/// A command without arguments.
fn none(args: &[String]) -> Result<()> {
    args.first().map_or(Ok(()), |arg| Err(usage(format!("unexpected argument {arg:?}"))))
}

/// A command that knows only `--release`.
fn release(args: &[String]) -> Result<bool> {
    let (release, rest) = match args.split_first() {
        Some((first, rest)) if first == "--release" => (true, rest),
        _ => (false, args),
    };
    none(rest).map(|()| release)
}
