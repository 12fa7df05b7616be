//! The command itself: what it prints, and what survives its death.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::common::{Caller, DEADLINE, Receiver, case, http};
use serde_json::{Value, json};

/// A sandbox in a process of its own, killed with the test.
struct Process {
    child: Child,
    caller: Caller,
}

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_lexamica-sandbox"))
            .args(["--port", "0", "--json", "--exit-with-stdin", "--partner-delay", "0"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert!(first.starts_with("lexamica-sandbox: a behavioural model"), "{first}");
        let said: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let text = |name: &str| said[name].as_str().unwrap().to_owned();
        assert_eq!(said["pid"], child.id());
        let caller = Caller {
            http: http(),
            base_url: text("baseUrl"),
            organization_id: text("organizationId"),
            public_key: text("publicKey"),
            private_key: text("privateKey"),
        };
        Self { child, caller }
    }

    /// SIGKILL: no chance to tidy up.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A data file that is removed with its side files.
struct Data(PathBuf);

impl Data {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self) -> String {
        self.0.join("sandbox.db").to_str().unwrap().to_owned()
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_killed_sandbox_comes_back_with_everything() {
    let data = Data::new("comes-back");
    let file = data.file();
    let mut process = Process::start(&["--data", &file]);
    let mapping = process.caller.case_mapping().await;
    // Nobody listens there yet: the delivery must outlive the kill.
    let receiver = Receiver::start(usize::MAX).await;
    let body = json!({"event": "Case Created", "mappingId": mapping, "url": receiver.url, "secret": "s"});
    process.caller.create("/webhook-subscriptions", &body).await;
    let sent = process.caller.send(&mapping, &case("L-1")).await;
    receiver.wait_for(1).await;
    process.kill();
    let again = Process::start(&["--data", &file]);
    assert_eq!(again.caller.organization_id, process.caller.organization_id);
    assert_eq!(again.caller.public_key, process.caller.public_key);
    assert_eq!(again.caller.private_key, process.caller.private_key);
    assert_eq!(again.caller.books().await["cases"][0]["id"], sent.body["case_id"]);
    receiver.wait_for(2).await;
    assert_eq!(again.caller.send(&mapping, &case("L-2")).await.status, 200);
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_stream_loses_no_acknowledged_case() {
    let data = Data::new("stream");
    let file = data.file();
    let mut process = Process::start(&["--data", &file]);
    let mapping = process.caller.case_mapping().await;
    let acknowledged = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut senders = Vec::new();
    for sender in 0..8 {
        let url = process.caller.url(&format!("/inbound-webhooks/case/{mapping}/send"));
        let (http, key) = (process.caller.http.clone(), process.caller.public_key.clone());
        let acknowledged = std::sync::Arc::clone(&acknowledged);
        senders.push(tokio::spawn(async move {
            for number in 0.. {
                let lead = format!("{sender}-{number}");
                let request = http.post(&url).header("Authorization", format!("Key {key}")).json(&case(&lead));
                let Ok(answer) = request.send().await else { return };
                let Ok(answer) = answer.json::<Value>().await else { return };
                acknowledged.lock().unwrap().push((answer["case_id"].as_str().unwrap().to_owned(), lead));
            }
        }));
    }
    let deadline = Instant::now() + DEADLINE;
    while acknowledged.lock().unwrap().len() < 200 {
        assert!(Instant::now() < deadline, "too few cases were acknowledged");
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    process.kill();
    for sender in senders {
        sender.await.unwrap();
    }
    let again = Process::start(&["--data", &file]);
    let books = again.caller.books().await;
    let kept: std::collections::BTreeSet<(&str, &str)> = books["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| (case["id"].as_str().unwrap(), case["externalReference"].as_str().unwrap()))
        .collect();
    let acknowledged = acknowledged.lock().unwrap();
    for (id, lead) in acknowledged.iter() {
        assert!(kept.contains(&(id.as_str(), lead.as_str())), "{lead} was acknowledged and is gone");
    }
    // A case is there with all it brought about, or not at all.
    let created = books["events"]["Case Created"].as_u64().unwrap();
    assert_eq!(created, books["counts"]["cases"].as_u64().unwrap());
    assert_eq!(created, books["counts"]["invitations"].as_u64().unwrap());
    assert_eq!(created, books["events"]["Case Invitation Sent"].as_u64().unwrap());
}

#[test]
fn it_stops_when_its_input_closes() {
    let mut process = Process::start(&[]);
    drop(process.child.stdin.take());
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(status) = process.child.try_wait().unwrap() {
            assert!(status.success());
            return;
        }
        assert!(Instant::now() < deadline, "it goes on");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn two_sandboxes_never_share_a_data_file() {
    let data = Data::new("shared");
    let file = data.file();
    let _first = Process::start(&["--data", &file]);
    let second = Command::new(env!("CARGO_BIN_EXE_lexamica-sandbox"))
        .args(["--port", "0", "--data", &file])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another program is using it"));
}

#[test]
fn a_file_of_another_kind_is_refused() {
    let data = Data::new("other-kind");
    std::fs::write(data.file(), "this is not a database, and it is long enough to be looked at as one").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_lexamica-sandbox"))
        .args(["--port", "0", "--data", &data.file()])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be used"));
}
