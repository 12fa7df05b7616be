//! `cargo xtask test`: one line per part, the whole output of a part that failed, and the count at the end.

mod host;
mod parts;

use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::bindgen;
use crate::error::{Result, failed, usage};
use crate::ffi;
use crate::paths::Paths;
use crate::process::{Output, cargo};
use crate::setup::{self, Lang, Require};
use crate::wasm;
use host::Host;
use parts::{CARGO_PARTS, CargoPart};

/// What was asked for.
#[derive(Debug)]
struct Request {
    /// Parts that must not be skipped.
    require: Require,
    /// Those that are cargo's alone.
    cargo: Vec<&'static CargoPart>,
    /// Those of a language.
    langs: Vec<Lang>,
}

/// How many parts ended how.
#[derive(Debug, Default)]
struct Tally {
    /// Well.
    passed: usize,
    /// Badly.
    failed: usize,
    /// Not at all, for want of a toolchain.
    skipped: usize,
    /// How many of the shared vectors each language has run.
    vectors: Vec<(String, usize)>,
}

impl Tally {
    /// Prints a finished part. One that is printed is complete, so parts that ran side by side do not mix.
    fn part(&mut self, name: &str, out: &Output, result: &Result<()>, time: Duration) {
        let time = time.as_secs_f64();
        match result {
            Ok(()) => {
                self.passed += 1;
                let text = out.text();
                println!("ok      {name:<8} {time:6.1} s  {}", summary(&text));
                if let Some(count) = vectors(&text) {
                    self.vectors.push((name.to_owned(), count));
                }
            }
            Err(e) => {
                self.failed += 1;
                println!("FAILED  {name:<8} {time:6.1} s\n{}\n{e}\nend of {name}", out.text().trim_end());
            }
        }
    }

    /// Prints a part that cannot run here.
    fn unavailable(&mut self, lang: Lang, reason: &str, required: bool) {
        if required {
            self.failed += 1;
            println!("FAILED  {:<8} cannot be set up: {reason}", lang.name());
        } else {
            self.skipped += 1;
            println!("skipped: {} ({reason})", lang.name());
        }
    }
}

/// The number of vectors that a runner says it has run.
fn vectors(text: &str) -> Option<usize> {
    text.lines().find_map(|line| line.trim().strip_prefix("vectors: ")?.parse().ok())
}

/// Every language must have run the same number of vectors: a runner that missed a file would pass without it.
fn same_vectors(counts: &[(String, usize)], langs: &[Lang]) -> Result<()> {
    let shown = || counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
    if let Some(lang) = langs.iter().find(|lang| counts.iter().all(|(name, _)| name != lang.name())) {
        return Err(failed(format!("{} ran no vectors ({})", lang.name(), shown())));
    }
    if counts.windows(2).any(|pair| matches!(pair, [(_, one), (_, two)] if one != two)) {
        return Err(failed(format!("the languages ran different numbers of vectors: {}", shown())));
    }
    Ok(())
}

/// The runner's own count, if its output ends with one.
fn summary(text: &str) -> String {
    let line = text.trim_end().lines().last().unwrap_or_default().trim_matches(|c| c == '=' || c == ' ');
    if line.contains("passed") { format!("({line})") } else { String::new() }
}

/// The command.
pub(crate) fn main(paths: &Paths, args: &[String]) -> Result<ExitCode> {
    let request = parse(args)?;
    let tally = Mutex::new(Tally::default());
    thread::scope(|scope| {
        // Downloads and installations take their time while cargo works.
        let setup = scope.spawn(|| setup::ensure(paths, &request.langs));
        for part in &request.cargo {
            timed(&tally, part.name, |out| (part.run)(paths, out));
        }
        let unavailable = setup.join().map_err(|_| failed("the setup broke off"))?;
        let langs: Vec<Lang> =
            request.langs.iter().copied().filter(|lang| !unavailable.iter().any(|u| u.lang == *lang)).collect();
        if let Ok(mut tally) = tally.lock() {
            for gone in &unavailable {
                tally.unavailable(gone.lang, &gone.reason, request.require.names(gone.lang.name()));
            }
        }
        languages(paths, &langs, &tally);
        Ok(())
    })?;
    let tally = tally.into_inner().map_err(|_| failed("a part broke off"))?;
    let skipped = if tally.skipped > 0 { format!(", {} skipped", tally.skipped) } else { String::new() };
    println!("{} passed, {} failed{skipped}", tally.passed, tally.failed);
    Ok(ExitCode::from(u8::from(tally.failed > 0)))
}

/// Reads the command line.
fn parse(args: &[String]) -> Result<Request> {
    let known: Vec<&str> = CARGO_PARTS.iter().map(|part| part.name).chain(Lang::ALL.map(Lang::name)).collect();
    let mut request = Request { require: Require::default(), cargo: Vec::new(), langs: Vec::new() };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--require" {
            let list = args.next().ok_or_else(|| usage("--require needs a list of parts, or `all`"))?;
            request.require = Require::parse(list, &known)?;
        } else if let Some(part) = CARGO_PARTS.iter().find(|part| part.name == arg) {
            request.cargo.push(part);
        } else if let Some(lang) = Lang::of(arg) {
            request.langs.push(lang);
        } else {
            return Err(usage(format!("unknown part {arg:?} (known: {})", known.join(", "))));
        }
    }
    if request.cargo.is_empty() && request.langs.is_empty() {
        request.cargo = CARGO_PARTS.iter().collect();
        request.langs = Lang::ALL.to_vec();
    }
    Ok(request)
}

/// Runs one part, with its output kept and its time taken.
fn timed(tally: &Mutex<Tally>, name: &str, work: impl FnOnce(&Output) -> Result<()>) -> bool {
    let out = Output::kept();
    let start = Instant::now();
    let result = work(&out);
    if let Ok(mut tally) = tally.lock() {
        tally.part(name, &out, &result, start.elapsed());
    }
    result.is_ok()
}

/// Builds what the languages share, starts the host, and runs all languages side by side.
fn languages(paths: &Paths, langs: &[Lang], tally: &Mutex<Tally>) {
    if langs.is_empty() {
        return;
    }
    let mut host = None;
    let prepared = timed(tally, "build", |out| {
        prepare(paths, langs, out)?;
        host = Some(Host::start(paths)?);
        Ok(())
    });
    let Some(host) = host.filter(|_| prepared) else {
        for lang in langs {
            timed(tally, lang.name(), |_| Err(failed("not run: the part `build` failed")));
        }
        return;
    };
    let passed = thread::scope(|scope| {
        let running: Vec<_> = langs
            .iter()
            .map(|&lang| {
                let host = &host;
                scope.spawn(move || timed(tally, lang.name(), |out| parts::language(lang, paths, host, out)))
            })
            .collect();
        running.into_iter().all(|part| part.join().unwrap_or(false))
    });
    // A language that failed has said so already.
    if passed {
        let counts = tally.lock().map(|tally| tally.vectors.clone()).unwrap_or_default();
        timed(tally, "vectors", |_| same_vectors(&counts, langs));
    }
}

/// Everything that more than one language waits for. The wasm compiler works in a target folder of its own, beside
/// the others.
fn prepare(paths: &Paths, langs: &[Lang], out: &Output) -> Result<()> {
    let has = |some: &[Lang]| langs.iter().any(|lang| some.contains(lang));
    let web = has(&[Lang::Node, Lang::Browser]);
    let uniffi = has(&[Lang::Swift, Lang::Kotlin]);
    let wasm_out = Output::kept();
    let result = thread::scope(|scope| {
        let wasm = web.then(|| scope.spawn(|| wasm::compile(paths, &wasm_out)));
        let mut build = cargo(paths);
        build.args(["build", "--quiet", "--package", "lexamica-e2e"]);
        let host = out.run(&mut build);
        let generators = if web || uniffi { bindgen::build(paths, out) } else { Ok(()) };
        let library = if uniffi { ffi::build(paths, out, false).map(drop) } else { Ok(()) };
        let wasm = wasm.map_or(Ok(()), |wasm| wasm.join().map_err(|_| failed("the wasm build broke off"))?.map(drop));
        host.and(generators).and(library).and(wasm)
    });
    out.line(&wasm_out.text());
    result?;
    // Node and the browser share the package: it is made here, or both would make it.
    if web {
        wasm::build(paths, out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_missed_a_vector_is_found_out() {
        let count = |name: &str, count| (name.to_owned(), count);
        assert_eq!(vectors("ok\nvectors: 119\n3 passed, 0 failed"), Some(119));
        assert_eq!(vectors("3 passed, 0 failed"), None);
        assert!(same_vectors(&[count("rust", 9), count("node", 9)], &[Lang::Node]).is_ok());
        assert!(same_vectors(&[count("rust", 9), count("node", 8)], &[Lang::Node]).is_err());
        assert!(same_vectors(&[count("rust", 9)], &[Lang::Node]).is_err());
    }
}
