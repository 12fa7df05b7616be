//! Mappings and subscriptions: create, list, read, replace, delete.

use crate::common::{case_mapping, start};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_mapping_is_kept_replaced_and_deleted() {
    let (_sandbox, caller) = start().await;
    let id = caller.case_mapping().await;
    let path = format!("/mappings/{id}");
    let mut expected = json!({"_id": id});
    expected.as_object_mut().unwrap().extend(case_mapping().as_object().unwrap().clone());
    assert_eq!(caller.admin(Method::GET, &path, None).await.body, expected);
    assert_eq!(caller.admin(Method::GET, "/mappings", None).await.body, json!([expected]));
    let other = json!({"name": "new", "model": "Case", "fields": [{"source": "a", "target": "_id"}]});
    assert_eq!(caller.admin(Method::PUT, &path, Some(&other)).await.body["name"], "new");
    assert_eq!(caller.admin(Method::GET, &path, None).await.body["fields"], other["fields"]);
    let moved = json!({"name": "new", "model": "Attachment", "fields": [{"source": "a", "target": "_id"}]});
    assert_eq!(caller.admin(Method::PUT, &path, Some(&moved)).await.status, 422);
    assert_eq!(caller.admin(Method::DELETE, &path, None).await.body, json!({"_id": id}));
    assert_eq!(caller.admin(Method::GET, &path, None).await.status, 404);
    assert_eq!(caller.admin(Method::DELETE, &path, None).await.status, 404);
}

#[tokio::test]
async fn a_mapping_that_can_never_work_is_refused_at_once() {
    let (_sandbox, caller) = start().await;
    let unusable = [
        json!({"model": "Case", "fields": [{"source": "a", "target": "b"}]}),
        json!({"name": "x", "model": "Unheard", "fields": [{"source": "a", "target": "b"}]}),
        json!({"name": "x", "model": "Case", "fields": []}),
        json!({"name": "x", "model": "Case", "fields": [{"source": "a"}]}),
        json!({"name": "x", "model": "Case", "fields": [{"source": "a", "target": "b..c"}]}),
        json!({"name": "x", "model": "Case",
               "fields": [{"source": "a", "target": "client"}, {"source": "b", "target": "client.email"}]}),
    ];
    for body in unusable {
        let answer = caller.admin(Method::POST, "/mappings", Some(&body)).await;
        assert_eq!(answer.status, 422, "{body} {}", answer.body);
    }
}

#[tokio::test]
async fn a_subscription_never_shows_its_secret_and_holds_its_mapping() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let body = json!({"event": "Case Created", "mappingId": mapping, "url": "http://127.0.0.1:9/", "secret": "s3cret"});
    let id = caller.create("/webhook-subscriptions", &body).await;
    let path = format!("/webhook-subscriptions/{id}");
    let read = caller.admin(Method::GET, &path, None).await.body;
    assert_eq!((&read["event"], &read["url"]), (&body["event"], &body["url"]));
    assert!(!read.to_string().contains("s3cret"));
    assert_eq!(caller.admin(Method::GET, "/stored-event-subscriptions", None).await.body, json!([]));
    let stored = caller.admin(Method::GET, &format!("/stored-event-subscriptions/{id}"), None).await;
    assert_eq!(stored.status, 404);
    let mapping_path = format!("/mappings/{mapping}");
    assert_eq!(caller.admin(Method::DELETE, &mapping_path, None).await.status, 409);
    // The secret may be left out of a replacement: it is never shown, so nobody could repeat it from an answer.
    let moved = json!({"event": "Case Relay Matched", "mappingId": mapping, "url": "http://127.0.0.1:9/two"});
    let answer = caller.admin(Method::PUT, &path, Some(&moved)).await;
    assert_eq!((answer.status, &answer.body["event"]), (200, &moved["event"]));
    assert_eq!(caller.admin(Method::DELETE, &path, None).await.status, 200);
    assert_eq!(caller.admin(Method::DELETE, &mapping_path, None).await.status, 200);
}

#[tokio::test]
async fn subscriptions_that_cannot_work_are_refused() {
    let (_sandbox, caller) = start().await;
    let cases = caller.case_mapping().await;
    let invitations = caller.invitation_mapping().await;
    let url = "http://127.0.0.1:9/";
    let unusable = [
        (json!({"event": "Case Exploded", "mappingId": cases, "url": url, "secret": "s"}), 422),
        (json!({"event": "Case Created", "mappingId": invitations, "url": url, "secret": "s"}), 422),
        (json!({"event": "Case Created", "mappingId": "none", "url": url, "secret": "s"}), 404),
        (json!({"event": "Case Created", "mappingId": cases, "url": "ftp://x/", "secret": "s"}), 422),
        (json!({"event": "Case Created", "mappingId": cases, "url": url}), 422),
        (json!({"event": "Case Created", "mappingId": cases, "url": url, "secret": " "}), 422),
    ];
    for (body, status) in unusable {
        let answer = caller.admin(Method::POST, "/webhook-subscriptions", Some(&body)).await;
        assert_eq!(answer.status, status, "{body} {}", answer.body);
    }
}
