//! Webhooks and stored events.

use std::time::Duration;

use crate::common::{Receiver, case, quick, start, start_with};
use hmac::{Hmac, KeyInit, Mac};
use lexamica_sandbox::Options;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

const SECRET: &str = "whsec \u{e9} secret";

fn verifies(signature: &str, body: &[u8]) -> bool {
    let bytes: Vec<u8> =
        (0..signature.len()).step_by(2).map(|at| u8::from_str_radix(&signature[at..at + 2], 16).unwrap()).collect();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(body);
    mac.verify_slice(&bytes).is_ok()
}

#[tokio::test]
async fn a_webhook_is_signed_over_its_raw_body_and_tried_until_it_is_taken() {
    let (_sandbox, caller) = start().await;
    let receiver = Receiver::start(2).await;
    let mapping = caller.case_mapping().await;
    let body = json!({"event": "Case Created", "mappingId": mapping, "url": receiver.url, "secret": SECRET});
    let subscription = caller.create("/webhook-subscriptions", &body).await;
    let sent = caller.send(&mapping, &case("L-1")).await;
    let tries = receiver.wait_for(3).await;
    for delivery in &tries {
        assert!(verifies(delivery.headers["x-lexamica-signature"].to_str().unwrap(), &delivery.body));
        assert_eq!(delivery.headers["x-lexamica-event"], "Case Created");
        assert_eq!(delivery.headers["content-type"], "application/json");
        assert_eq!(delivery.headers["x-lexamica-delivery"], tries[0].headers["x-lexamica-delivery"]);
        assert_eq!(serde_json::from_slice::<Value>(&delivery.body).unwrap(), sent.body);
    }
    let books = caller.books_until(|books| books["deliveries"][0]["delivered"] == 1).await;
    let log = &books["deliveries"][0];
    assert_eq!((&log["subscriptionId"], &log["attempts"]), (&json!(subscription), &json!(3)));
    assert_eq!((&log["pending"], &log["failed"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn a_webhook_that_is_never_taken_fails_in_the_end() {
    let (_sandbox, caller) = start().await;
    let receiver = Receiver::start(usize::MAX).await;
    let mapping = caller.case_mapping().await;
    let body = json!({"event": "Case Created", "mappingId": mapping, "url": receiver.url, "secret": SECRET});
    caller.create("/webhook-subscriptions", &body).await;
    caller.send(&mapping, &case("L-1")).await;
    let books = caller.books_until(|books| books["deliveries"][0]["failed"] == 1).await;
    assert_eq!(books["deliveries"][0]["attempts"], 4);
}

#[tokio::test]
async fn invitation_events_carry_the_invitation_in_the_firms_names() {
    let (_sandbox, caller) = start().await;
    let receiver = Receiver::start(0).await;
    let (cases, invitations) = (caller.case_mapping().await, caller.invitation_mapping().await);
    for event in ["Case Invitation Sent", "Case Invitation Accepted"] {
        let body = json!({"event": event, "mappingId": invitations, "url": receiver.url, "secret": SECRET});
        caller.create("/webhook-subscriptions", &body).await;
    }
    let sent = caller.send(&cases, &case("L-1")).await;
    let mut seen: Vec<Value> =
        receiver.wait_for(2).await.iter().map(|one| serde_json::from_slice(&one.body).unwrap()).collect();
    // Deliveries may overtake each other.
    seen.sort_by_key(|one| one["taken"] == true);
    assert_eq!((&seen[0]["taken"], &seen[1]["taken"]), (&json!(false), &json!(true)));
    assert_eq!(seen[0]["case"], sent.body["case_id"]);
    assert_eq!((&seen[0]["invitation"], &seen[0]["referral"]), (&seen[1]["invitation"], &seen[1]["referral"]));
    assert_eq!(seen[0]["partner"], "Sandbox Partner Firm");
}

#[tokio::test]
async fn stored_events_are_read_by_range_and_not_consumed() {
    // The partner never answers by itself here: only the clock brings the answer.
    let delay = Duration::from_secs(7200);
    let (_sandbox, caller) = start_with(Options { partner_delay: delay, ..quick() }).await;
    let (cases, invitations) = (caller.case_mapping().await, caller.invitation_mapping().await);
    caller.send(&cases, &case("before the subscription")).await;
    let created = json!({"event": "Case Created", "mappingId": cases});
    caller.create("/stored-event-subscriptions", &created).await;
    let accepted = json!({"event": "Case Invitation Accepted", "mappingId": invitations});
    caller.create("/stored-event-subscriptions", &accepted).await;
    let read = async |query: &str| {
        let answer = caller.admin(Method::GET, &format!("/stored-events{query}"), None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body.as_array().unwrap().clone()
    };
    assert!(read("").await.is_empty());
    let one = caller.send(&cases, &case("L-1")).await;
    caller.advance(3600).await;
    let two = caller.send(&cases, &case("L-2")).await;
    let all = read("").await;
    assert_eq!(all.len(), 2);
    assert_eq!(all[0]["payload"], one.body);
    assert_eq!(all[1]["payload"], two.body);
    assert_eq!(all[0]["event"], "Case Created");
    assert_eq!(all[0]["mappingId"], cases.as_str());
    let (first, second) = (all[0]["createdAt"].as_str().unwrap(), all[1]["createdAt"].as_str().unwrap());
    assert!(first < second);
    // The start belongs to the range, the end does not; reading took nothing away.
    assert_eq!(read(&format!("?from={first}&to={second}")).await, all[..1]);
    assert_eq!(read(&format!("?from={second}")).await, all[1..]);
    assert_eq!(read("?limit=1&page=2").await, all[1..]);
    assert_eq!(read("?limit=1&page=3").await, Vec::<Value>::new());
    assert!(read("?event=Case%20Invitation%20Accepted").await.is_empty());
    caller.advance(3601).await;
    caller.books_until(|books| books["storedEvents"]["Case Invitation Accepted"].as_i64() >= Some(2)).await;
    assert_eq!(read("?event=Case+Invitation+Accepted").await[0]["payload"]["taken"], true);
    for query in ["?from=yesterday", "?limit=0", "?event=Nothing"] {
        let answer = caller.admin(Method::GET, &format!("/stored-events{query}"), None).await;
        assert_eq!(answer.status, 400, "{query}");
    }
}
