//! The process that all languages test against.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::demo::program;
use crate::error::{Result, failed};
use crate::paths::Paths;
use crate::process::command;

/// A running `smoke-host`. It ends when its standard input is closed, so also when we are killed.
#[derive(Debug)]
pub(super) struct Host {
    /// The process.
    child: Child,
    /// What it told: environment for the runners.
    env: Vec<(String, String)>,
}

impl Host {
    /// Starts it, and reads its one line: a JSON object of strings.
    pub(super) fn start(paths: &Paths) -> Result<Self> {
        let mut child = command(program(paths, "smoke-host"))
            .current_dir(&paths.root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| failed(format!("cannot run smoke-host: {e}")))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            // Its pipe is closed after this line, as agreed.
            BufReader::new(stdout).read_line(&mut line).map_err(|e| failed(format!("smoke-host: {e}")))?;
        }
        match parse(&line) {
            Some(env) => Ok(Self { child, env }),
            None => {
                // It said nothing usable: it may hang or be gone already.
                let _ = child.kill();
                let status = child.wait().map_or_else(|e| e.to_string(), |status| status.to_string());
                Err(failed(format!("smoke-host ({status}) did not print a JSON object of strings but {line:?}")))
            }
        }
    }

    /// Gives a runner what the host told.
    pub(super) fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.envs(self.env.iter().map(|(key, value)| (key, value)))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Reads a JSON object of strings. Written out here because xtask has no dependencies.
fn parse(line: &str) -> Option<Vec<(String, String)>> {
    let mut chars = line.trim().chars().peekable();
    let mut entries = Vec::new();
    let skip = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>, wanted: char| {
        while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
        chars.next_if_eq(&wanted)
    };
    skip(&mut chars, '{')?;
    if skip(&mut chars, '}').is_some() {
        return Some(entries);
    }
    loop {
        skip(&mut chars, '"')?;
        let key = string(&mut chars)?;
        skip(&mut chars, ':')?;
        skip(&mut chars, '"')?;
        entries.push((key, string(&mut chars)?));
        if skip(&mut chars, ',').is_none() {
            skip(&mut chars, '}')?;
            return chars.next().is_none().then_some(entries);
        }
    }
}

/// The rest of a JSON string after its opening quote.
fn string(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(text),
            '\\' => text.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => {
                    let hex: String = chars.by_ref().take(4).collect();
                    // Half a surrogate pair is no character; the host's values are addresses, keys and paths.
                    char::from_u32(u32::from_str_radix(&hex, 16).ok()?)?
                }
                other => other,
            }),
            c => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_an_object_of_strings() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(parse("{}\n"), Some(vec![]));
        assert_eq!(
            parse(r#"{ "A" : "x\"\\\/\n\u00e9", "B":"" }"#),
            Some(vec![pair("A", "x\"\\/\n\u{e9}"), pair("B", "")])
        );
        for wrong in ["", "{", r#"{"A":1}"#, r#"{"A":"x"} x"#, r#"{"A":"x",}"#, "[]"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
