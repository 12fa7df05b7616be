//! `cargo xtask fuzz`: every target of `core/fuzz`, each for a while.

use std::path::Path;

use crate::error::{Result, failed, usage};
use crate::paths::{Paths, on_path};
use crate::process::{Output, cargo};

/// The command.
pub(crate) fn main(paths: &Paths, args: &[String]) -> Result<()> {
    let seconds: u32 = match args {
        [] => 60,
        [seconds] => seconds.parse().map_err(|_| usage("expected a number of seconds"))?,
        _ => return Err(usage("expected one number of seconds")),
    };
    if on_path("cargo-fuzz").is_none() {
        // Not optimised: it only calls cargo.
        Output::Terminal.run(cargo(paths).args(["install", "cargo-fuzz", "--locked", "--debug"]))?;
    }
    let folder = paths.root.join("core/fuzz");
    let targets = targets(&folder.join("fuzz_targets"))?;
    if targets.is_empty() {
        return Err(failed("core/fuzz has no targets"));
    }
    // What the fuzzer finds stays out of the seeds, which are chosen by hand.
    for target in targets {
        let found = paths.target.join("fuzz-corpus").join(&target);
        std::fs::create_dir_all(&found).map_err(|e| failed(format!("{}: {e}", found.display())))?;
        println!("fuzzing {target} for {seconds} s");
        let mut command = cargo(paths);
        command
            .current_dir(paths.root.join("core"))
            // The sanitizers are flags that a stable compiler has, but does not let anyone use.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", paths.target.join("fuzz"))
            .args(["fuzz", "run", &target])
            .arg(&found)
            .arg(folder.join("seeds").join(&target))
            .args(["--", &format!("-max_total_time={seconds}"), "-print_final_stats=1"]);
        Output::Terminal.run(&mut command)?;
    }
    Ok(())
}

fn targets(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).map_err(|e| failed(format!("{}: {e}", folder.display())))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok()?.strip_suffix(".rs").map(str::to_owned))
        .collect();
    names.sort();
    Ok(names)
}
