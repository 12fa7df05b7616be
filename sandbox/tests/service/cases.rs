//! Sending cases, and what the books say of it.

use crate::common::{case, start};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_case_comes_back_in_the_firms_names_and_stands_in_the_books() {
    let (sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let answer = caller.send(&mapping, &case("L-1")).await;
    assert_eq!(answer.status, 200);
    let id = answer.body["case_id"].as_str().unwrap();
    assert_eq!(id.len(), 24);
    assert_eq!(answer.body["FirstName"], "Ana");
    assert_eq!(answer.body["PracticeArea"], "Dog Bite Injuries");
    let books = caller.books_until(|books| books["events"]["Case Invitation Accepted"] == 1).await;
    assert_eq!(books["cases"][0]["id"], id);
    assert_eq!(books["cases"][0]["externalReference"], "L-1");
    assert_eq!(books["cases"][0]["mappingId"], mapping.as_str());
    assert_eq!(books["invitations"][0]["status"], "ACCEPTED");
    for event in ["Case Created", "Case Relay Matched", "Case Invitation Sent"] {
        assert_eq!(books["events"][event], 1, "{event}");
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_repeated_send_is_a_second_case_and_a_senders_own_id_is_not_taken() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let mut wanted = case("L-1");
    wanted["case_id"] = json!("mine");
    let (one, two) = (caller.send(&mapping, &wanted).await, caller.send(&mapping, &wanted).await);
    assert_ne!(one.body["case_id"], "mine");
    assert_ne!(one.body["case_id"], two.body["case_id"]);
    assert_eq!(caller.books().await["counts"]["cases"], 2);
}

#[tokio::test]
async fn an_unknown_case_type_becomes_other_and_is_never_referred() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let mut near_miss = case("L-1");
    near_miss["PracticeArea"] = json!("Dog Bite Injury");
    let answer = caller.send(&mapping, &near_miss).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["PracticeArea"], "Other");
    assert_eq!(answer.body["Stage"], "Other");
    let books = caller.books().await;
    assert_eq!(books["cases"][0]["caseTypeSent"], "Dog Bite Injury");
    assert_eq!(books["events"], json!({"Case Created": 1}));
    assert_eq!(books["counts"]["invitations"], 0);
}

#[tokio::test]
async fn a_mapping_without_a_pair_for_the_id_answers_none() {
    let (_sandbox, caller) = start().await;
    let mapping = json!({"name": "x", "model": "Case", "fields": [{"source": "a b.c", "target": "client.firstName"}]});
    let mapping = caller.create("/mappings", &mapping).await;
    let answer = caller.send(&mapping, &json!({"a b.c": "Ana", "unmapped": 1})).await;
    assert_eq!(answer.body, json!({"a b.c": "Ana"}));
}

#[tokio::test]
async fn unusable_bodies_are_refused_with_the_place() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let url = caller.url(&format!("/inbound-webhooks/case/{mapping}/send"));
    let post = async |body: &'static str, kind: &str| {
        let request = caller.http.post(&url).header("Authorization", format!("Key {}", caller.public_key));
        let answer = request.header("Content-Type", kind).body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<serde_json::Value>().await.unwrap())
    };
    let (status, error) = post("{\n  \"FirstName\": \"Ana\",\n  oops\n}", "application/json").await;
    assert_eq!((status, &error["code"]), (400, &json!("malformed_json")));
    assert_eq!((&error["line"], &error["column"]), (&json!(3), &json!(3)));
    assert!(error["message"].as_str().unwrap().contains("line 3"));
    for (body, code) in
        [("", "body_missing"), ("  \n", "body_missing"), ("[]", "not_an_object"), ("7", "not_an_object")]
    {
        let (status, error) = post(body, "application/json").await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{body:?}");
    }
    assert_eq!(post("FirstName=Ana", "application/x-www-form-urlencoded").await.0, 415);
    assert_eq!(caller.books().await["counts"]["cases"], 0);
}

#[tokio::test]
async fn wrong_mappings_and_routes_are_refused() {
    let (_sandbox, caller) = start().await;
    let invitations = caller.invitation_mapping().await;
    let unknown = caller.send("000000000000000000000000", &case("L-1")).await;
    assert_eq!((unknown.status, &unknown.body["code"]), (404, &json!("mapping_not_found")));
    let wrong = caller.send(&invitations, &case("L-1")).await;
    assert_eq!((wrong.status, &wrong.body["code"]), (422, &json!("wrong_model")));
    let nowhere = caller.admin(Method::GET, "/nowhere", None).await;
    assert_eq!((nowhere.status, &nowhere.body["code"]), (404, &json!("route_not_found")));
    let method = caller.admin(Method::PATCH, "/mappings", Some(&json!({}))).await;
    assert_eq!((method.status, &method.body["code"]), (405, &json!("method_not_allowed")));
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let mut large = case("L-1");
    large["Summary"] = json!("x".repeat(1024 * 1024));
    let answer = caller.send(&mapping, &large).await;
    assert_eq!((answer.status, &answer.body["code"]), (413, &json!("body_too_large")));
}
