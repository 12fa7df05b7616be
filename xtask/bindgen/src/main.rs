//! The two binding generators, at exactly the versions of the crates they read. `cargo xtask` builds this only for a
//! language that needs it: it is much larger than xtask itself.
#![expect(clippy::print_stderr, reason = "a command line tool")]

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        [_, "wasm", input, out_dir, name] => match wasm(input, out_dir, name) {
            Ok(()) => ExitCode::SUCCESS,
            Err(e) => {
                eprintln!("wasm-bindgen: {e}");
                ExitCode::FAILURE
            }
        },
        // Reads the command line itself.
        [_, "generate", ..] => {
            uniffi::uniffi_bindgen_main();
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!(
                "usage: xtask-bindgen wasm INPUT OUT_DIR NAME | generate LIBRARY --language LANGUAGE --out-dir DIR"
            );
            ExitCode::from(2)
        }
    }
}

/// The glue for browsers and Node: `NAME.js`, `NAME.d.ts` and `NAME_bg.wasm`.
fn wasm(input: &str, out_dir: &str, name: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(input)
        .out_name(name)
        .typescript(true)
        // The library's default leaves out the path that makes `await init()` find the file beside it.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.web(true)?;
    bindgen.generate(out_dir)?;
    Ok(())
}
