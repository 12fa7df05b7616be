//! What the tests share: a sandbox in this process, a caller, and a receiver of webhooks.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use lexamica_sandbox::{Options, RetrySchedule, Running, Sandbox};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// How long a test waits for something that comes by itself. Far more than it takes, so that a busy machine fails no
/// test.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// A client, a base URL and keys.
pub struct Caller {
    pub http: Client,
    pub base_url: String,
    pub organization_id: String,
    pub public_key: String,
    pub private_key: String,
}

/// A status and a body.
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

/// A client that needs no TLS provider of the environment.
pub fn http() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().timeout(DEADLINE).build().unwrap()
}

/// A sandbox whose partner answers at once and whose retries are quick.
pub async fn start() -> (Running, Caller) {
    start_with(Options { partner_delay: Duration::ZERO, ..quick() }).await
}

pub fn quick() -> Options {
    let retry = RetrySchedule { first: Duration::from_millis(10), tries: 4 };
    Options { retry, ..Options::default() }
}

pub async fn start_with(options: Options) -> (Running, Caller) {
    let running = Sandbox::start(options).await.unwrap();
    let caller = Caller {
        http: http(),
        base_url: running.base_url.clone(),
        organization_id: running.organization_id.clone(),
        public_key: running.public_key.clone(),
        private_key: running.private_key.clone(),
    };
    (running, caller)
}

impl Caller {
    pub fn url(&self, path: &str) -> String {
        format!("{}/organization/{}{path}", self.base_url, self.organization_id)
    }

    pub async fn call(&self, method: Method, path: &str, key: &str, body: Option<&Value>) -> Answer {
        let mut request = self.http.request(method, self.url(path)).header("Authorization", format!("Key {key}"));
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        Answer { status: answer.status().as_u16(), body: answer.json().await.unwrap() }
    }

    pub async fn admin(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        self.call(method, path, &self.private_key, body).await
    }

    /// Creates something and answers its id.
    pub async fn create(&self, path: &str, body: &Value) -> String {
        let answer = self.admin(Method::POST, path, Some(body)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["_id"].as_str().unwrap().to_owned()
    }

    pub async fn case_mapping(&self) -> String {
        self.create("/mappings", &case_mapping()).await
    }

    pub async fn invitation_mapping(&self) -> String {
        let fields = json!([
            {"source": "invitation", "target": "_id"},
            {"source": "referral", "target": "referral._id"},
            {"source": "case", "target": "case._id"},
            {"source": "taken", "target": "accepted"},
            {"source": "partner", "target": "firm.name"},
        ]);
        self.create("/mappings", &json!({"name": "invitations", "model": "CaseInvitation", "fields": fields})).await
    }

    pub async fn send(&self, mapping: &str, case: &Value) -> Answer {
        let path = format!("/inbound-webhooks/case/{mapping}/send");
        self.call(Method::POST, &path, &self.public_key, Some(case)).await
    }

    pub async fn books(&self) -> Value {
        self.page("books").await
    }

    pub async fn page(&self, name: &str) -> Value {
        let url = format!("{}/_sandbox/{name}", self.base_url);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    pub async fn advance(&self, seconds: u64) {
        let url = format!("{}/_sandbox/clock", self.base_url);
        let answer = self.http.post(url).json(&json!({"advanceSeconds": seconds})).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }

    /// Reads the books until they are as wanted.
    pub async fn books_until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let books = self.books().await;
            if wanted(&books) {
                return books;
            }
            assert!(Instant::now() < deadline, "the books never became as wanted: {books}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

pub fn case_mapping() -> Value {
    let pairs = [
        ("case_id", "_id"),
        ("FirstName", "client.firstName"),
        ("LastName", "client.lastName"),
        ("PracticeArea", "caseType"),
        ("LeadId", "externalReference"),
        ("Stage", "stage"),
    ];
    let fields: Vec<Value> = pairs.iter().map(|(source, target)| json!({"source": source, "target": target})).collect();
    json!({"name": "website", "model": "Case", "fields": fields})
}

pub fn case(lead: &str) -> Value {
    json!({"FirstName": "Ana", "LastName": "Example", "PracticeArea": "Dog Bite Injuries", "LeadId": lead})
}

/// One delivery as it arrived.
#[derive(Clone)]
pub struct Delivery {
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A receiver of webhooks that refuses the first few.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    seen: Arc<Mutex<Vec<Delivery>>>,
    refuse: usize,
}

impl Receiver {
    pub async fn start(refuse: usize) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let receiver = Self { url, seen: Arc::default(), refuse };
        let service = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        receiver
    }

    pub async fn wait_for(&self, count: usize) -> Vec<Delivery> {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let seen = self.seen.lock().unwrap().clone();
            if seen.len() >= count {
                return seen;
            }
            assert!(Instant::now() < deadline, "only {} of {count} deliveries came", seen.len());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut seen = receiver.seen.lock().unwrap();
    seen.push(Delivery { headers, body });
    if seen.len() <= receiver.refuse { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK }
}
