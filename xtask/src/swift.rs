//! `cargo xtask swift`: the Swift package, in `<target>/swift`, built.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Result, failed};
use crate::ffi;
use crate::files;
use crate::paths::Paths;
use crate::process::{Output, command, command_in};
use crate::setup::{self, swift::Swift};

/// A built Swift package, and how to reach it.
#[derive(Debug)]
pub(crate) struct Workshop {
    /// How Swift is called.
    swift: Swift,
    /// The folder with `lexamica` and, for tests, `e2e` and `vectors`, as this process sees it.
    outside: PathBuf,
    /// The same as Swift sees it.
    inside: PathBuf,
}

impl Workshop {
    /// Finds or makes the folder. Swift in a root of its own gets copies there: a bind mount would have to be cleaned
    /// up after every interrupted run.
    fn open(paths: &Paths) -> Result<Self> {
        let swift = setup::swift::find(paths);
        let (outside, inside) = match &swift {
            Swift::Here => (paths.target.join("swift"), paths.target.join("swift")),
            Swift::Root(root) => {
                let inside = Path::new("/srv/lexamica").join(paths.clone_id());
                (root.join(inside.strip_prefix("/").unwrap_or(&inside)), inside)
            }
        };
        files::make_dir(&outside)?;
        Ok(Self { swift, outside, inside })
    }

    /// Where something in the workshop is, as Swift sees it.
    pub(crate) fn seen(&self, name: &str) -> PathBuf {
        self.inside.join(name)
    }

    /// Puts a folder of the clone into the workshop.
    pub(crate) fn bring(&self, from: &Path, name: &str) -> Result<()> {
        let contents = files::tree(from, "")?;
        if contents.is_empty() {
            return Err(failed(format!("nothing in {}", from.display())));
        }
        files::assemble(&self.outside.join(name), &contents)
    }

    /// `swift VERB` on one of its packages, linked with our library.
    pub(crate) fn swift(&self, verb: &str, package: &str) -> Command {
        let mut swift = match &self.swift {
            Swift::Here => command_in(&self.outside, "swift"),
            Swift::Root(root) => {
                let mut chroot = command("chroot");
                chroot
                    .arg(root)
                    .arg("swift")
                    .env("HOME", "/root")
                    .env("PATH", "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
                chroot
            }
        };
        let lib = self.seen("lexamica/lib");
        // The root is a sandbox already, and SwiftPM's own needs more than a root has.
        swift.args([verb, "--disable-sandbox", "--package-path"]).arg(self.seen(package));
        for flag in [format!("-L{}", lib.display()), "-rpath".to_owned(), lib.display().to_string()] {
            swift.args(["-Xlinker", &flag]);
        }
        swift.env("LD_LIBRARY_PATH", lib);
        swift
    }
}

/// The command.
pub(crate) fn main(paths: &Paths, release: bool) -> Result<()> {
    setup::need(paths, &[setup::Lang::Swift])?;
    let workshop = build(paths, &Output::Terminal, release)?;
    println!("built {}", workshop.outside.join("lexamica").display());
    Ok(())
}

/// Builds the library, generates, assembles and builds the package.
pub(crate) fn build(paths: &Paths, out: &Output, release: bool) -> Result<Workshop> {
    let library = ffi::build(paths, out, release)?;
    let generated = ffi::generate(paths, out, &library, "swift")?;
    let workshop = Workshop::open(paths)?;
    let mut contents = files::tree(&paths.root.join("bindings-swift/swift"), "")?;
    for file in files::walk(&generated) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // The C part is a module of its own to SwiftPM, and its map must have this very name.
        let to = match file.extension().and_then(|e| e.to_str()) {
            Some("swift") => format!("Sources/LexamicaCore/{name}"),
            Some("modulemap") => "Sources/LexamicaFFI/module.modulemap".to_owned(),
            _ => format!("Sources/LexamicaFFI/{name}"),
        };
        contents.push((PathBuf::from(to), files::read(&file)?));
    }
    contents.push((Path::new("lib").join(ffi::file_name("lexamica_ffi")), files::read(&library.file)?));
    files::assemble(&workshop.outside.join("lexamica"), &contents)?;
    out.run(&mut workshop.swift("build", "lexamica"))?;
    Ok(workshop)
}
