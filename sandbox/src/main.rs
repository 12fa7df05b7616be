//! The command `lexamica-sandbox`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use lexamica_sandbox::profile::Operation;
use lexamica_sandbox::{Options, RetrySchedule, Running, Sandbox};
use tokio::io::AsyncReadExt;

const FIRST_LINE: &str = "lexamica-sandbox: a behavioural model of the public documentation, not a conformance reference \
                          and not the real service";

/// A service on localhost that behaves as the public documentation of the Lexamica Integration API describes.
///
/// It makes an organization with both keys and one simulated partner firm, prints them, and waits for calls. What
/// happened can be read at /_sandbox/books, the last requests at /_sandbox/requests; POST {"advanceSeconds": N} to
/// /_sandbox/clock moves its clock ahead. It is a behavioural model: where the documentation is silent it follows the
/// assumptions of its profile.
#[derive(Parser)]
#[command(name = "lexamica-sandbox", version)]
struct Arguments {
    /// Address to listen on. Anything but a loopback address lets other machines in.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// SQLite file that keeps everything, keys included, over restarts. Without it everything is forgotten.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// JSON file that spells paths, field names, headers and event names. Without it: the compiled-in default.
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Organization id to use instead of a random one.
    #[arg(long, value_name = "ID")]
    organization_id: Option<String>,
    /// Public Key to use instead of a random one. Never a real one.
    #[arg(long, value_name = "KEY")]
    public_key: Option<String>,
    /// Private Key to use instead of a random one. Never a real one.
    #[arg(long, value_name = "KEY")]
    private_key: Option<String>,
    /// How long the simulated partner firm thinks before it accepts an invitation.
    #[arg(long, value_name = "MS", default_value_t = 150)]
    partner_delay: u64,
    /// Hours after which an invitation expires, by the sandbox's clock.
    #[arg(long, value_name = "HOURS", default_value_t = 72)]
    invitation_hours: u32,
    /// Hours after which the address of a file expires, by the sandbox's clock.
    #[arg(long, value_name = "HOURS", default_value_t = 4)]
    file_hours: u32,
    /// How long a webhook's receiver may take to answer.
    #[arg(long, value_name = "MS", default_value_t = 5000)]
    delivery_timeout: u64,
    /// Pause before a failed delivery is tried again; doubled each time.
    #[arg(long, value_name = "MS", default_value_t = 500)]
    retry_pause: u64,
    /// How often a delivery is tried altogether.
    #[arg(long, value_name = "COUNT", default_value_t = 6)]
    delivery_tries: u32,
    /// Print one JSON object with the keys and the base URL as second line, for programs.
    #[arg(long)]
    json: bool,
    /// Stop when standard input closes, so that a test that dies takes its sandbox with it.
    #[arg(long)]
    exit_with_stdin: bool,
}

impl Arguments {
    fn options(self) -> Options {
        let hours = |hours: u32| Duration::from_secs(u64::from(hours).saturating_mul(3600));
        Options {
            host: self.host,
            port: self.port,
            data: self.data,
            profile: self.profile,
            organization_id: self.organization_id,
            public_key: self.public_key,
            private_key: self.private_key,
            partner_delay: Duration::from_millis(self.partner_delay),
            invitation_life: hours(self.invitation_hours),
            file_life: hours(self.file_hours),
            delivery_timeout: Duration::from_millis(self.delivery_timeout),
            retry: RetrySchedule { first: Duration::from_millis(self.retry_pause), tries: self.delivery_tries },
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    say(FIRST_LINE);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(cause) => return fail(&format!("the runtime cannot be started: {cause}")),
    };
    runtime.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> ExitCode {
    let (json, exit_with_stdin) = (arguments.json, arguments.exit_with_stdin);
    let running = match Sandbox::start(arguments.options()).await {
        Ok(running) => running,
        Err(cause) => return fail(&cause.to_string()),
    };
    if json {
        say(&for_programs(&running));
    } else {
        say(&for_people(&running));
    }
    tokio::select! {
        () = interrupted() => {}
        () = stdin_closed(), if exit_with_stdin => {}
    }
    running.shutdown().await;
    // Reading standard input holds a thread that cannot be stopped; everything else has ended.
    std::process::exit(0)
}

/// Waits for SIGINT or SIGTERM.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

async fn stdin_closed() {
    let mut buffer = [0_u8; 1024];
    let mut stdin = tokio::io::stdin();
    while matches!(stdin.read(&mut buffer).await, Ok(count) if count > 0) {}
}

fn for_programs(running: &Running) -> String {
    serde_json::json!({
        "baseUrl": running.base_url,
        "organizationId": running.organization_id,
        "publicKey": running.public_key,
        "privateKey": running.private_key,
        "pid": std::process::id(),
    })
    .to_string()
}

fn for_people(running: &Running) -> String {
    let mut text = format!(
        "Organization ID  {}\nPublic Key       {}\nPrivate Key      {}\nBase URL         {}\n",
        running.organization_id, running.public_key, running.private_key, running.base_url
    );
    if let Some(example) = example(running) {
        text.push_str("\nTry it (the first line creates a mapping, the second sends a case through it):\n\n");
        text.push_str(&example);
    }
    text.push_str(&format!("\nWhat happened: {}/_sandbox/books\nStop with Ctrl-C.", running.base_url));
    text
}

/// Two lines for a shell, spelled as the profile says.
fn example(running: &Running) -> Option<String> {
    let profile = running.profile();
    let (auth, wire) = (&profile.auth, &profile.mapping);
    let pair = |yours: &str, lexamica: &str| serde_json::json!({&wire.yours: yours, &wire.lexamica: lexamica});
    let mapping = serde_json::json!({
        &wire.name: "Website",
        &wire.model: "Case",
        &wire.fields: [
            pair("case_id", "_id"),
            pair("first_name", "client.firstName"),
            pair("last_name", "client.lastName"),
            pair("case_type", "caseType"),
        ],
    });
    let case = serde_json::json!({"first_name": "Ana", "last_name": "Example", "case_type": "Motor Vehicle Accident"});
    let curl = |key: &str, url: &str, body: &serde_json::Value| {
        let json = "-H 'Content-Type: application/json'";
        format!("curl -s \"{url}\" -H '{}: {} {key}' {json} -d '{body}'", auth.header, auth.scheme)
    };
    let create = curl(&running.private_key, &running.url(Operation::MappingCreate, &[])?, &mapping);
    let send = running.url(Operation::CaseSend, &[("mappingId", "$MAPPING")])?;
    let send = curl(&running.public_key, &send, &case);
    let id = &profile.id;
    Some(format!("MAPPING=$({create} | sed -E 's/.*\"{id}\":\"([^\"]+)\".*/\\1/')\n{send}\n"))
}

fn say(text: &str) {
    // Whoever started it may have closed its output; that is no reason to stop serving.
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

#[expect(clippy::print_stderr, reason = "this is a command; its errors go where errors go")]
fn fail(message: &str) -> ExitCode {
    eprintln!("lexamica-sandbox: {message}");
    ExitCode::FAILURE
}
