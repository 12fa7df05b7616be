//! `cargo xtask bench mapping`: the mapping engine beside others, in a workspace of its own.

use crate::error::{Result, usage};
use crate::paths::Paths;
use crate::process::{Output, cargo};

/// The command. `--no-peers` leaves out the engines that take minutes to build.
pub(crate) fn main(paths: &Paths, args: &[String]) -> Result<()> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let features: &[&str] = match *args {
        ["mapping"] => &["--features", "peers"],
        ["mapping", "--no-peers"] => &[],
        _ => return Err(usage("bench mapping [--no-peers]")),
    };
    let out = paths.target.join("bench").join("mapping.json");
    let mut run = cargo(paths);
    run.args(["run", "--quiet", "--release", "--locked", "--manifest-path", "benches/Cargo.toml"]).args(features);
    Output::Terminal.run(run.arg("--").arg(out))
}
