//! Keys, and that they are nowhere to be read.

use crate::common::{case, case_mapping, start};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn each_key_opens_its_own_side_only() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let send = format!("/inbound-webhooks/case/{mapping}/send");
    let cases = [
        (send.as_str(), "nonsense", 401, "key_unknown"),
        (send.as_str(), caller.private_key.as_str(), 403, "wrong_key"),
        ("/mappings", caller.public_key.as_str(), 403, "wrong_key"),
        ("/mappings", "nonsense", 401, "key_unknown"),
    ];
    for (path, key, status, code) in cases {
        let answer = caller.call(Method::POST, path, key, Some(&case_mapping())).await;
        assert_eq!((answer.status, &answer.body["code"]), (status, &json!(code)), "{path}");
    }
    let bearer =
        caller.http.post(caller.url(&send)).bearer_auth(&caller.public_key).json(&case("L")).send().await.unwrap();
    assert_eq!(bearer.status(), 401);
    assert!(bearer.json::<Value>().await.unwrap()["message"].as_str().unwrap().contains("Key <key>"));
}

#[tokio::test]
async fn another_organization_is_not_found() {
    let (_sandbox, mut caller) = start().await;
    caller.organization_id = "000000000000000000000000".to_owned();
    let answer = caller.admin(Method::GET, "/mappings", None).await;
    assert_eq!((answer.status, &answer.body["code"]), (404, &json!("organization_not_found")));
}

#[tokio::test]
async fn the_public_key_may_stand_in_the_address_of_inbound_calls_and_the_private_key_never() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let send = caller.url(&format!("/inbound-webhooks/case/{mapping}/send"));
    let status = async |url: &str, key: &str| {
        let answer = caller.http.post(url).query(&[("key", key)]).json(&case_mapping()).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap()["code"].clone())
    };
    assert_eq!(status(&send, &caller.public_key).await.0, 200);
    assert_eq!(status(&send, &caller.private_key).await, (403, json!("private_key_in_url")));
    assert_eq!(status(&caller.url("/mappings"), &caller.private_key).await, (403, json!("private_key_in_url")));
    assert_eq!(status(&caller.url("/mappings"), &caller.public_key).await, (401, json!("key_missing")));
}

#[tokio::test]
async fn the_journal_shows_requests_without_keys_and_secrets() {
    let (sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let subscription = json!({
        "event": "Case Created", "mappingId": mapping, "url": "http://127.0.0.1:9/", "secret": "not-to-be-seen",
    });
    caller.create("/webhook-subscriptions", &subscription).await;
    let url = caller.url(&format!("/inbound-webhooks/case/{mapping}/send"));
    let query = [("key", &caller.public_key), ("token", &caller.private_key)];
    caller.http.post(&url).query(&query).json(&json!({"FirstName": caller.public_key})).send().await.unwrap();
    let journal = caller.page("requests").await;
    let text = journal.to_string();
    for secret in [&caller.public_key, &caller.private_key, "not-to-be-seen"] {
        assert!(!text.contains(secret), "{text}");
        assert!(!format!("{sandbox:?}").contains(secret));
    }
    assert_eq!(journal.as_array().unwrap().len(), 3);
    assert_eq!(journal[0]["status"], 201);
    assert_eq!(journal[0]["body"]["name"], "website");
    assert_eq!(journal[1]["body"]["secret"], "[redacted]");
    assert_eq!(journal[2]["query"]["key"], "[redacted]");
    assert_eq!(journal[2]["status"], 403);
}

#[tokio::test]
async fn pages_on_this_machine_may_call_and_others_may_not() {
    let (_sandbox, caller) = start().await;
    let preflight = async |origin: &str| {
        let request = caller.http.request(Method::OPTIONS, caller.url("/mappings")).header("Origin", origin);
        let request = request.header("Access-Control-Request-Method", "POST");
        request.header("Access-Control-Request-Headers", "authorization").send().await.unwrap()
    };
    let allowed = preflight("http://localhost:5173").await;
    assert_eq!(allowed.status(), 204);
    assert_eq!(allowed.headers()["access-control-allow-origin"], "http://localhost:5173");
    assert_eq!(allowed.headers()["access-control-allow-headers"], "authorization");
    let refused = preflight("https://example.com").await;
    assert!(!refused.headers().contains_key("access-control-allow-origin"));
    // A refusal must be readable for the page too.
    let error =
        caller.http.get(caller.url("/mappings")).header("Origin", "http://127.0.0.1:3000").send().await.unwrap();
    assert_eq!(error.status(), 401);
    assert_eq!(error.headers()["access-control-allow-origin"], "http://127.0.0.1:3000");
}
