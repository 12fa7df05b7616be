//! `cargo xtask wasm`: the npm package, in `<target>/npm/lexamica`.

use std::path::{Path, PathBuf};

use crate::bindgen;
use crate::error::{Result, failed};
use crate::files;
use crate::paths::Paths;
use crate::process::{self, Output, cargo, command, command_in};
use crate::setup;
use crate::stamp;

/// The features every browser with modules has. `--all-features` would make imports that Chromium refuses.
const WASM_OPT: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-multivalue",
    "--enable-reference-types",
    "-Os",
];

/// The package.
pub(crate) fn package(paths: &Paths) -> PathBuf {
    paths.target.join("npm/lexamica")
}

/// The command.
pub(crate) fn main(paths: &Paths) -> Result<()> {
    setup::need(paths, &[setup::Lang::Node])?;
    build(paths, &Output::Terminal)?;
    println!("built {}", package(paths).display());
    sizes(paths)
}

/// Compiles the crate. Into a target folder of its own: the compiler may be another than the one everything else is
/// built with, and two cargos can work side by side.
pub(crate) fn compile(paths: &Paths, out: &Output) -> Result<PathBuf> {
    let target = paths.target.join("wasm");
    let mut cargo = cargo(paths);
    // rustup reads this argument only in first place.
    cargo.args(setup::wasm::toolchain(paths));
    cargo
        .args(["build", "--quiet", "--package", "lexamica-wasm", "--profile", "release-wasm"])
        .args(["--target", setup::wasm::TARGET])
        .env("CARGO_TARGET_DIR", &target);
    out.run(&mut cargo)?;
    Ok(target.join(setup::wasm::TARGET).join("release-wasm/lexamica_wasm.wasm"))
}

/// Compiles, generates, shrinks, and assembles the package.
pub(crate) fn build(paths: &Paths, out: &Output) -> Result<()> {
    let compiled = compile(paths, out)?;
    bindgen::build(paths, out)?;
    let source = paths.root.join("bindings-wasm");
    let mut inputs = files::walk(&source.join("ts"));
    inputs.extend(files::walk(&source).into_iter().filter(|path| path.parent() == Some(&source)));
    inputs.push(compiled.clone());
    let key = stamp::of_files(&inputs, &WASM_OPT.join(" "))?;
    let done = paths.target.join("npm/package.stamp");
    if stamp::fresh(&done, &key) && package(paths).is_dir() {
        return Ok(());
    }
    stamp::clear(&done);
    let stage = paths.target.join("npm/stage");
    let built = paths.target.join("npm/built");
    for dir in [&stage, &built] {
        files::assemble(dir, &[])?;
        files::make_dir(dir)?;
    }
    glue(paths, out, &compiled, &stage.join("ts/wasm"))?;
    typescript(paths, out, &source, &stage, &built)?;
    assemble(paths, &source, &stage, &built)?;
    stamp::set(&done, &key)
}

/// Generates `lexamica.js`, `lexamica.d.ts` and `lexamica_bg.wasm`, and shrinks the last.
fn glue(paths: &Paths, out: &Output, compiled: &Path, to: &Path) -> Result<()> {
    bindgen::wasm(paths, out, compiled, to, "lexamica")?;
    let wasm = to.join("lexamica_bg.wasm");
    let mut opt = command(setup::web::modules(paths).join(".bin/wasm-opt"));
    out.run(opt.args(WASM_OPT).arg(&wasm).arg("-o").arg(&wasm))
}

/// Compiles `bindings-wasm/ts` with the glue beside it as `./wasm/lexamica.js`, once for each `tsconfig*.json`.
fn typescript(paths: &Paths, out: &Output, source: &Path, stage: &Path, built: &Path) -> Result<()> {
    for (inside, content) in files::tree(&source.join("ts"), "ts")? {
        files::write_if_changed(&stage.join(inside), &content)?;
    }
    // Its "type" tells the compiler that the files are modules.
    files::copy(&source.join("package.json"), &stage.join("package.json"))?;
    let configs = files::walk(source).into_iter().filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.parent() == Some(source) && name.starts_with("tsconfig") && name.ends_with(".json")
    });
    let modules = setup::web::modules(paths);
    for config in configs {
        let name = config.file_name().unwrap_or_default();
        files::copy(&config, &stage.join(name))?;
        let mut tsc = command_in(stage, modules.join(".bin/tsc"));
        tsc.arg("--project").arg(name).arg("--outDir").arg(built).arg("--typeRoots").arg(modules.join("@types"));
        out.run(&mut tsc)?;
    }
    Ok(())
}

/// Puts compiled TypeScript, glue, package.json and the licences together.
fn assemble(paths: &Paths, source: &Path, stage: &Path, built: &Path) -> Result<()> {
    let mut contents = files::tree(built, "")?;
    contents.extend(files::tree(&stage.join("ts/wasm"), "wasm")?);
    contents.push((PathBuf::from("package.json"), files::read(&source.join("package.json"))?));
    for (from, name) in
        [(source, "README.md"), (paths.root.as_path(), "LICENSE-MIT"), (paths.root.as_path(), "LICENSE-APACHE")]
    {
        if from.join(name).is_file() {
            contents.push((PathBuf::from(name), files::read(&from.join(name))?));
        }
    }
    files::assemble(&package(paths), &contents)
}

/// Prints what a browser downloads.
pub(crate) fn sizes(paths: &Paths) -> Result<()> {
    let script = "const z=require('zlib'),f=require('fs'),c=z.constants;for(const p of process.argv.slice(1)){\
        const b=f.readFileSync(p);console.log(require('path').basename(p).padEnd(20)+\
        ' raw '+b.length+'  gzip '+z.gzipSync(b,{level:9}).length+'  brotli '+\
        z.brotliCompressSync(b,{params:{[c.BROTLI_PARAM_QUALITY]:11}}).length)}";
    let wasm = package(paths).join("wasm");
    let mut node = command("node");
    node.args(["-e", script]).arg(wasm.join("lexamica_bg.wasm")).arg(wasm.join("lexamica.js"));
    println!("{}", process::read(&mut node)?);
    Ok(())
}

/// Where the runners are put, so that `import "lexamica"` finds the package and not its sources: a copy of
/// `tests/e2e/<name>` beside a `node_modules` that links to it.
pub(crate) fn stage_runner(paths: &Paths, name: &str) -> Result<PathBuf> {
    let source = paths.root.join("tests/e2e").join(name);
    let dir = paths.target.join("npm").join(format!("e2e-{name}"));
    let contents = files::tree(&source, "")?;
    if contents.is_empty() {
        return Err(failed(format!("no runner in {}", source.display())));
    }
    files::assemble(&dir, &contents)?;
    files::link(&package(paths), &dir.join("node_modules/lexamica"))?;
    files::link(&setup::web::modules(paths).join("playwright-core"), &dir.join("node_modules/playwright-core"))?;
    Ok(dir)
}
