//! Running other programs, with errors that say which command failed.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use crate::error::{Result, failed};
use crate::paths::Paths;

/// Where the output of a piece of work goes.
#[derive(Debug)]
pub(crate) enum Output {
    /// Straight to the terminal.
    Terminal,
    /// Kept, to be shown if the work fails. Work that runs side by side would otherwise print into each other.
    Kept(Mutex<Vec<u8>>),
}

impl Output {
    /// A new buffer.
    pub(crate) fn kept() -> Self {
        Self::Kept(Mutex::new(Vec::new()))
    }

    /// One line of our own.
    pub(crate) fn line(&self, text: &str) {
        match self {
            Self::Terminal => println!("{text}"),
            Self::Kept(buffer) => {
                if let Ok(mut buffer) = buffer.lock() {
                    buffer.extend_from_slice(text.as_bytes());
                    buffer.push(b'\n');
                }
            }
        }
    }

    /// What was kept so far.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Terminal => String::new(),
            Self::Kept(buffer) => {
                buffer.lock().map_or_else(|_| String::new(), |b| String::from_utf8_lossy(&b).into_owned())
            }
        }
    }

    /// Runs the command to its end; anything but success is an error.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        let shown = shown(command);
        let status = match self {
            Self::Terminal => command.stdin(Stdio::null()).status(),
            Self::Kept(buffer) => {
                let (mut reader, writer) = std::io::pipe().map_err(|e| failed(format!("cannot make a pipe: {e}")))?;
                let second = writer.try_clone().map_err(|e| failed(format!("cannot make a pipe: {e}")))?;
                self.line(&format!("$ {shown}"));
                let child = command.stdin(Stdio::null()).stdout(writer).stderr(second).spawn();
                // The command keeps its ends of the pipe: without letting go of them the read below would never end.
                command.stdout(Stdio::null()).stderr(Stdio::null());
                child.and_then(|mut child| {
                    let mut chunk = [0; 8192];
                    loop {
                        let n = reader.read(&mut chunk)?;
                        if n == 0 {
                            break;
                        }
                        if let (Ok(mut buffer), Some(part)) = (buffer.lock(), chunk.get(..n)) {
                            buffer.extend_from_slice(part);
                        }
                    }
                    child.wait()
                })
            }
        };
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(failed(format!("{status}: {shown}"))),
            Err(e) => Err(failed(format!("cannot run {shown}: {e}"))),
        }
    }
}

/// Runs a command and returns what it printed, trimmed.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let out = command.stdin(Stdio::null()).output().map_err(|e| failed(format!("cannot run {shown}: {e}")))?;
    if out.status.success() {
        Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    } else {
        let error = String::from_utf8_lossy(&out.stderr);
        Err(failed(format!("{}: {shown}\n{}", out.status, error.trim())))
    }
}

/// A command that does not inherit what `cargo run` put into our environment for this crate.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (key, _) in std::env::vars_os() {
        let name = key.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "LD_LIBRARY_PATH" {
            command.env_remove(&key);
        }
    }
    command
}

/// Cargo, in the clone, with our target folder.
pub(crate) fn cargo(paths: &Paths) -> Command {
    let mut command = command("cargo");
    command
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", &paths.target)
        // The Python extension must not depend on the interpreter that happens to be here, and the same setting in
        // every call keeps cargo from building it twice.
        .env("PYO3_NO_PYTHON", "1")
        .env("PYO3_BUILD_EXTENSION_MODULE", "1");
    command
}

/// A command in a folder.
pub(crate) fn command_in(dir: &Path, program: impl AsRef<OsStr>) -> Command {
    let mut command = command(program);
    command.current_dir(dir);
    command
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        text.push(' ');
        text.push_str(&arg.to_string_lossy());
    }
    text
}
