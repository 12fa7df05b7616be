//! Servers that misbehave: each failure gets the variant that says what is known, and nothing is sent again that may
//! have arrived.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use lexamica::client::{AdminClient, IngestClient, Options, Upload};
use lexamica::credentials::{Environment, OrganizationId, PrivateKey, PublicKey};
use lexamica::operation::{SentCase, UploadFile};
use lexamica::retry::RetryPolicy;
use lexamica::{Error, ErrorCode, ErrorKind};
use lexamica_e2e::raw_server::{Play, RawServer, answer};
use serde_json::{Map, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const JSON: (&str, &str) = ("content-type", "application/json");
const HTML: (&str, &str) = ("content-type", "text/html");

/// Names that must never turn up in an error.
const SECRETS: [&str; 2] = ["pk_very_secret", "Ana Client"];

fn options(base_url: &str) -> Options {
    let mut retry = RetryPolicy::default();
    retry.base_delay_ms = 5;
    Options::default()
        .environment(Environment::custom(base_url).unwrap())
        .retry(retry)
        .timeout(Duration::from_millis(400))
}

async fn send(base_url: &str) -> Result<SentCase, Error> {
    let client = IngestClient::new(
        OrganizationId::new("org").unwrap(),
        PublicKey::new("pk_very_secret").unwrap(),
        options(base_url),
    )
    .unwrap();
    client.send_case("m1", Map::from_iter([("FirstName".to_owned(), "Ana Client".into())])).await
}

/// Sends one case to a server that plays this; gives the result and how many requests the server has read.
async fn against(plays: Vec<Play>) -> (Result<SentCase, Error>, usize) {
    let server = RawServer::start(plays).await.unwrap();
    let result = send(&server.base_url).await;
    if let Err(error) = &result {
        for secret in SECRETS {
            assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
        }
    }
    (result, server.requests().len())
}

async fn fails(play: Play, kind: ErrorKind, code: ErrorCode) -> Error {
    let (result, requests) = against(vec![play]).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.code()), (kind, code), "{error:?}");
    assert_eq!(requests, 1, "{error:?}");
    error
}

#[tokio::test]
async fn a_refused_connection_never_sent_anything_and_is_tried_again() {
    // A port that was free a moment ago and that nobody listens on.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = send(&format!("http://{free}")).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NeverSent, ErrorCode::ConnectionRefused), "{error:?}");
    assert!(error.retryable());
}

#[tokio::test]
async fn a_server_that_comes_up_late_gets_the_case_once() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut retry = RetryPolicy::default();
    retry.base_delay_ms = 100;
    retry.max_attempts = 30;
    let client = IngestClient::new(
        OrganizationId::new("org").unwrap(),
        PublicKey::new("pk").unwrap(),
        options(&format!("http://{address}")).retry(retry),
    )
    .unwrap();
    let payload = Map::from_iter([("FirstName".to_owned(), json!("Ana"))]);
    let sending = tokio::spawn(async move { client.send_case("m1", payload).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let listener = TcpListener::bind(address).await.unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    let (mut read, mut write) = stream.split();
    let mut buffer = vec![0; 4096];
    assert!(read.read(&mut buffer).await.unwrap() > 0);
    write.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"case_id\":\"1\"}").await.unwrap();
    assert_eq!(sending.await.unwrap().unwrap().case_id.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_name_that_does_not_exist_never_sent_anything() {
    let error = send("https://lexamica.invalid").await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NeverSent, ErrorCode::NameNotFound), "{error:?}");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_never_got_anything() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0; 2048];
            let _ = stream.read(&mut hello).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let error = send(&format!("https://{address}")).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NeverSent, ErrorCode::TlsFailed), "{error:?}");
}

#[tokio::test]
async fn a_reset_after_the_body_was_sent_is_unknown_and_never_sent_again() {
    fails(Play::Reset, ErrorKind::OutcomeUnknown, ErrorCode::ConnectionLost).await;
}

#[tokio::test]
async fn a_close_without_an_answer_is_unknown_and_never_sent_again() {
    fails(Play::Close, ErrorKind::OutcomeUnknown, ErrorCode::ConnectionLost).await;
}

#[tokio::test]
async fn a_server_that_never_answers_is_unknown_and_never_sent_again() {
    fails(Play::Hang, ErrorKind::OutcomeUnknown, ErrorCode::Timeout).await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_unknown_and_never_sent_again() {
    let half = Play::Answer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"case_id\": \"6".to_owned());
    fails(half, ErrorKind::OutcomeUnknown, ErrorCode::IncompleteAnswer).await;
}

#[tokio::test]
async fn something_that_is_not_http_is_unknown_and_never_sent_again() {
    fails(Play::Answer("SSH-2.0-OpenSSH_9.2\r\n".to_owned()), ErrorKind::OutcomeUnknown, ErrorCode::ConnectionLost)
        .await;
}

#[tokio::test]
async fn a_server_error_is_unknown_and_never_sent_again() {
    for status in ["500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable"] {
        let page = answer(status, &[HTML], "<html><body>oops</body></html>");
        let error = fails(page, ErrorKind::OutcomeUnknown, ErrorCode::ServerError).await;
        assert_eq!(error.server_message(), None, "a web page is no message");
    }
}

#[tokio::test]
async fn a_web_page_with_status_200_is_unknown() {
    let page = answer("200 OK", &[HTML], "<!doctype html><title>Maintenance</title>");
    fails(page, ErrorKind::OutcomeUnknown, ErrorCode::UnexpectedAnswer).await;
}

#[tokio::test]
async fn a_web_page_with_status_404_is_a_refusal() {
    let page = answer("404 Not Found", &[HTML], "<html>nothing here</html>");
    fails(page, ErrorKind::Rejected, ErrorCode::NotFound).await;
}

#[tokio::test]
async fn an_empty_200_is_sent_with_the_id_unknown() {
    let (result, requests) = against(vec![answer("200 OK", &[], "")]).await;
    let sent = result.unwrap();
    assert_eq!((sent.case_id, sent.answer.body, requests), (None, json!(null), 1));
    assert_eq!(sent.note.as_deref(), Some("the answer is empty"));
}

#[tokio::test]
async fn malformed_json_is_sent_with_the_id_unknown_and_kept_word_for_word() {
    let (result, requests) = against(vec![answer("200 OK", &[JSON], "{\"case_id\": 65,,}")]).await;
    let sent = result.unwrap();
    assert_eq!((sent.case_id, sent.answer.body, requests), (None, json!("{\"case_id\": 65,,}"), 1));
    assert!(sent.note.unwrap().contains("line 1, column 16"));
}

#[tokio::test]
async fn too_many_requests_waits_as_asked_and_sends_again() {
    let (result, requests) = against(vec![
        answer("429 Too Many Requests", &[("retry-after", "0")], ""),
        answer("200 OK", &[JSON], r#"{"case_id":"c1"}"#),
    ])
    .await;
    assert_eq!((result.unwrap().case_id.as_deref(), requests), (Some("c1"), 2));
}

#[tokio::test]
async fn too_many_requests_that_asks_for_an_hour_is_an_error_that_says_so() {
    let slow = answer("429 Too Many Requests", &[("retry-after", "3600")], "");
    let error = fails(slow, ErrorKind::Rejected, ErrorCode::RateLimited).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}

#[tokio::test]
async fn the_servers_own_words_are_kept_but_not_printed() {
    let refusal = answer("422 Unprocessable", &[JSON], r#"{"message":"FirstName 'Ana Client' is too long"}"#);
    let error = fails(refusal, ErrorKind::Rejected, ErrorCode::InvalidContent).await;
    assert_eq!(error.server_message(), Some("FirstName 'Ana Client' is too long"));
}

#[tokio::test]
async fn a_redirect_is_not_followed_so_that_the_key_stays_here() {
    let elsewhere = RawServer::start(vec![answer("200 OK", &[], "")]).await.unwrap();
    let redirect = answer("307 Temporary Redirect", &[("location", elsewhere.base_url.as_str())], "");
    fails(redirect, ErrorKind::Rejected, ErrorCode::Redirected).await;
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_read_is_repeated_after_a_reset() {
    let server = RawServer::start(vec![Play::Reset, answer("200 OK", &[JSON], "[]")]).await.unwrap();
    let admin = AdminClient::new(
        OrganizationId::new("org").unwrap(),
        PrivateKey::new("sk").unwrap(),
        options(&server.base_url),
    )
    .unwrap();
    let events = admin.list_stored_events("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z").await.unwrap();
    assert!(events.events.is_empty());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_upload_is_never_sent_again() {
    let server = RawServer::start(vec![answer("429 Too Many Requests", &[], "")]).await.unwrap();
    let client = IngestClient::new(
        OrganizationId::new("org").unwrap(),
        PublicKey::new("pk").unwrap(),
        options(&server.base_url),
    )
    .unwrap();
    let upload = UploadFile::new("m1", "c1", "a.txt", "text/plain");
    let error = client.upload_file(&upload, Upload::bytes("hello")).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::RateLimited);
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].contains("\r\n\r\nhello\r\n--lexamica-"), "{}", requests[0]);
    let body = requests[0].split_once("\r\n\r\n").unwrap().1;
    assert!(requests[0].contains(&format!("content-length: {}", body.len())), "{}", requests[0]);
}
