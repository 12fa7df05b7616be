//! `cargo xtask wheel`: the Python package.

use std::path::PathBuf;

use crate::error::Result;
use crate::ffi::file_name;
use crate::files;
use crate::paths::Paths;
use crate::process::{Output, cargo, command};
use crate::setup::{self, python};

/// The command: a release wheel in `<target>/wheels`.
pub(crate) fn main(paths: &Paths) -> Result<()> {
    setup::need(paths, &[setup::Lang::Python])?;
    let wheels = paths.target.join("wheels");
    let mut maturin = command(python::program(paths, "maturin"));
    maturin
        .args(["build", "--quiet", "--release", "--manifest-path"])
        .arg(paths.root.join("bindings-python/Cargo.toml"))
        .arg("--out")
        .arg(&wheels)
        .arg("--interpreter")
        .arg(python::program(paths, "python"))
        .env("CARGO_TARGET_DIR", &paths.target);
    Output::Terminal.run(&mut maturin)?;
    for wheel in files::with_extension(&wheels, "whl") {
        let size = files::read(&wheel)?.len();
        println!("built {} ({size} bytes)", wheel.display());
    }
    Ok(())
}

/// Builds the package for tests, without optimisation, and returns the folder that goes on `PYTHONPATH`. Nothing is
/// put into the source tree or into the shared environment, so that two clones never see each other's build.
pub(crate) fn develop(paths: &Paths, out: &Output) -> Result<PathBuf> {
    out.run(cargo(paths).args(["build", "--quiet", "--package", "lexamica-python"]))?;
    let site = paths.target.join("python");
    let mut contents = files::tree(&paths.root.join("bindings-python/python"), "")?;
    let library = paths.target.join("debug").join(file_name("lexamica_native"));
    let extension = if cfg!(windows) { "lexamica/_native.pyd" } else { "lexamica/_native.abi3.so" };
    contents.push((PathBuf::from(extension), files::read(&library)?));
    let version = env!("CARGO_PKG_VERSION");
    let metadata = format!("Metadata-Version: 2.1\nName: lexamica\nVersion: {version}\n");
    contents.push((PathBuf::from(format!("lexamica-{version}.dist-info/METADATA")), metadata.into_bytes()));
    files::assemble(&site, &contents)?;
    Ok(site)
}
