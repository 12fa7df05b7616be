//! `cargo xtask setup`: installs what the languages need and this machine does not have.
//!
//! The ordinary way first (rustup, a compiler on `PATH`). The Debian ways are a fallback for machines, such as CI
//! runners, where that is not to be had; they are used only as root.

mod apt;
mod chromium;
pub(crate) mod kotlin;
mod npm;
pub(crate) mod python;
pub(crate) mod swift;
pub(crate) mod wasm;
pub(crate) mod web;

pub(crate) use chromium::find as find_chromium;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread;

use crate::error::{Error, Result, failed, usage};
use crate::files;
use crate::paths::Paths;

/// A language, or a place where one runs, that needs more than Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lang {
    /// The npm package in Node.
    Node,
    /// The npm package in Chromium.
    Browser,
    /// The wheel.
    Python,
    /// The Swift package.
    Swift,
    /// The Kotlin jar.
    Kotlin,
}

impl Lang {
    /// All of them, in the order in which they are reported.
    pub(crate) const ALL: [Self; 5] = [Self::Node, Self::Browser, Self::Python, Self::Swift, Self::Kotlin];

    /// Its name on the command line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Browser => "browser",
            Self::Python => "python",
            Self::Swift => "swift",
            Self::Kotlin => "kotlin",
        }
    }

    /// The language of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.name() == name)
    }

    /// What it needs.
    const fn tools(self) -> &'static [&'static Tool] {
        match self {
            Self::Node => &[&wasm::TOOL, &web::TOOL],
            Self::Browser => &[&wasm::TOOL, &web::TOOL, &chromium::TOOL],
            Self::Python => &[&python::TOOL],
            Self::Swift => &[&swift::TOOL],
            Self::Kotlin => &[&kotlin::TOOL],
        }
    }
}

/// Something to be installed.
#[derive(Debug)]
struct Tool {
    /// Its name in messages.
    name: &'static str,
    /// Whether it is there. Quick: this runs before every test.
    ready: fn(&Paths) -> bool,
    /// The Debian packages the fallback may need, so that all are fetched at once.
    apt: fn(&Paths) -> Vec<&'static str>,
    /// Installs it, or says why that is not possible.
    install: fn(&Paths) -> Result<()>,
}

/// A language that cannot be had here, and why.
#[derive(Debug)]
pub(crate) struct Unavailable {
    /// The language.
    pub(crate) lang: Lang,
    /// In one line.
    pub(crate) reason: String,
}

/// What `--require LIST|all` asks for.
#[derive(Debug, Default)]
pub(crate) struct Require(Vec<String>);

impl Require {
    /// Reads the list; every name must be one of `known`.
    pub(crate) fn parse(list: &str, known: &[&str]) -> Result<Self> {
        let names: Vec<String> = list.split(',').map(|name| name.trim().to_owned()).collect();
        for name in &names {
            if name != "all" && !known.contains(&name.as_str()) {
                return Err(usage(format!("--require: unknown name {name:?} (known: all, {})", known.join(", "))));
            }
        }
        Ok(Self(names))
    }

    /// Whether it names this one.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.0.iter().any(|n| n == "all" || n == name)
    }
}

/// The command.
pub(crate) fn main(paths: &Paths, args: &[String]) -> Result<()> {
    let names = Lang::ALL.map(Lang::name);
    let mut require = Require::default();
    let mut langs = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--require" {
            let list = args.next().ok_or_else(|| usage("--require needs a list of languages, or `all`"))?;
            require = Require::parse(list, &names)?;
        } else {
            let lang = Lang::of(arg)
                .ok_or_else(|| usage(format!("unknown language {arg:?} (known: {})", names.join(", "))))?;
            langs.push(lang);
        }
    }
    if langs.is_empty() {
        langs = Lang::ALL.to_vec();
    }
    let mut missing = Vec::new();
    for Unavailable { lang, reason } in ensure(paths, &langs) {
        if require.names(lang.name()) {
            missing.push(format!("{} cannot be set up: {reason}", lang.name()));
        } else {
            println!("skipped: {} ({reason})", lang.name());
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(failed(missing.join("\n"))) }
}

/// Sets up what one command needs; an error when it cannot be had.
pub(crate) fn need(paths: &Paths, langs: &[Lang]) -> Result<()> {
    match ensure(paths, langs).into_iter().next() {
        None => Ok(()),
        Some(Unavailable { lang, reason }) => Err(failed(format!("{} cannot be set up: {reason}", lang.name()))),
    }
}

/// Installs what is missing for these languages, and returns those that cannot be had.
pub(crate) fn ensure(paths: &Paths, langs: &[Lang]) -> Vec<Unavailable> {
    let mut tools: Vec<&'static Tool> = Vec::new();
    for tool in langs.iter().flat_map(|lang| lang.tools()) {
        if !tools.iter().any(|known| known.name == tool.name) {
            tools.push(tool);
        }
    }
    let ready: Vec<bool> = side_by_side(&tools, |tool| (tool.ready)(paths));
    let missing: Vec<&'static Tool> =
        tools.iter().zip(&ready).filter(|(_, ready)| !**ready).map(|(tool, _)| *tool).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    // One call for all: apt serves one caller at a time. If it fails, each tool will say so for itself.
    let mut packages: Vec<&str> = missing.iter().flat_map(|tool| (tool.apt)(paths)).collect();
    packages.sort_unstable();
    packages.dedup();
    let _ = apt::install(paths, &packages);
    let results = side_by_side(&missing, |tool| install(paths, tool));
    let broken: Vec<(&str, Error)> =
        missing.iter().zip(results).filter_map(|(tool, result)| result.err().map(|e| (tool.name, e))).collect();
    langs
        .iter()
        .filter_map(|&lang| {
            let (_, e) = broken.iter().find(|(name, _)| lang.tools().iter().any(|tool| tool.name == *name))?;
            Some(Unavailable { lang, reason: e.to_string().replace('\n', "; ") })
        })
        .collect()
}

/// Installs one tool, alone among all processes that share the cache.
fn install(paths: &Paths, tool: &Tool) -> Result<()> {
    let _lock = lock(paths, tool.name)?;
    // Another process may have done it while we waited.
    if (tool.ready)(paths) { Ok(()) } else { (tool.install)(paths) }
}

/// Holds a lock until dropped.
fn lock(paths: &Paths, name: &str) -> Result<File> {
    let path = stamp(paths, name).with_extension("lock");
    files::make_dir(path.parent().unwrap_or(&paths.tools))?;
    let file = File::create(&path).and_then(|file| file.lock().map(|()| file));
    file.map_err(|e| failed(format!("cannot lock {}: {e}", path.display())))
}

/// The stamp of a tool.
fn stamp(paths: &Paths, name: &str) -> PathBuf {
    paths.tools.join("stamps").join(name)
}

/// Says what is being installed, before it is.
fn say(text: &str) {
    println!("setup: {text}");
}

/// Whether this is a Debian (or a descendant) where we may install packages.
fn debian_root() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let root = std::fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0);
        root && Path::new("/etc/debian_version").is_file() && Path::new("/usr/bin/apt-get").is_file()
    }
    #[cfg(not(unix))]
    {
        false
    }
}

/// Does the same to each, all at once, and returns the results in order.
fn side_by_side<T: Send>(tools: &[&'static Tool], work: impl Fn(&'static Tool) -> T + Sync) -> Vec<T> {
    thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = tools.iter().map(|&tool| scope.spawn(move || work(tool))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    })
}
