//! A sandbox in a process of its own, on a free port.

use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};

use crate::Failure;

/// A running sandbox. It ends with this process, however this process ends, because its standard input does.
pub(crate) struct Sandbox {
    pub(crate) first_line: String,
    pub(crate) base_url: String,
    pub(crate) organization_id: String,
    pub(crate) public_key: String,
    pub(crate) private_key: String,
    process: Child,
    stdin: Option<ChildStdin>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Announcement {
    base_url: String,
    organization_id: String,
    public_key: String,
    private_key: String,
}

impl Sandbox {
    pub(crate) async fn start() -> Result<Self, Failure> {
        let program = std::env::var("LEXAMICA_SANDBOX_BIN")
            .map_err(|_| "LEXAMICA_SANDBOX_BIN does not say where the sandbox is; start with `cargo xtask demo`")?;
        let mut process = Command::new(&program)
            .args(["--port", "0", "--json", "--exit-with-stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|cause| format!("the sandbox at {program} cannot be started: {cause}"))?;
        let stdin = process.stdin.take();
        let mut lines = BufReader::new(process.stdout.take().ok_or("the sandbox has no output")?).lines();
        let first_line = lines.next_line().await?.ok_or("the sandbox ended before it said anything")?;
        let line = lines.next_line().await?.ok_or("the sandbox ended before it was ready")?;
        let said: Announcement = serde_json::from_str(&line)?;
        // Its later lines are of no interest, but a full pipe would stop it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self {
            first_line,
            base_url: said.base_url,
            organization_id: said.organization_id,
            public_key: said.public_key,
            private_key: said.private_key,
            process,
            stdin,
        })
    }

    /// The cases that were really created, by the sandbox's own books.
    pub(crate) async fn created_cases(&self) -> Result<Vec<String>, Failure> {
        #[derive(Deserialize)]
        struct Books {
            cases: Vec<Case>,
        }
        #[derive(Deserialize)]
        struct Case {
            id: String,
        }
        let answer =
            reqwest::get(format!("{}/_sandbox/books", self.base_url)).await?.error_for_status()?.bytes().await?;
        let books: Books = serde_json::from_slice(&answer)?;
        Ok(books.cases.into_iter().map(|case| case.id).collect())
    }

    pub(crate) async fn stop(mut self) {
        drop(self.stdin.take());
        // If it does not end by itself, dropping the process ends it.
        let _ = tokio::time::timeout(Duration::from_secs(3), self.process.wait()).await;
    }
}
