//! Files: upload, download, expiry, and the event.

use crate::common::{Caller, case, start};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

async fn upload(caller: &Caller, mapping: &str, form: Form) -> (u16, Value) {
    let url = caller.url(&format!("/inbound-webhooks/case/{mapping}/file/upload"));
    let request = caller.http.post(url).header("Authorization", format!("Key {}", caller.public_key));
    let answer = request.multipart(form).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

fn pdf() -> Part {
    Part::bytes(vec![0, 159, 146, 150]).file_name("Retainer sign\u{e9}.pdf").mime_str("application/pdf").unwrap()
}

#[tokio::test]
async fn a_file_is_kept_downloaded_without_a_key_and_its_address_expires() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let fields = json!([
        {"source": "id", "target": "_id"}, {"source": "link", "target": "url"},
        {"source": "case", "target": "case._id"}, {"source": "case_too", "target": "caseId"},
    ]);
    let attachments = caller.create("/mappings", &json!({"name": "f", "model": "Attachment", "fields": fields})).await;
    let subscription = json!({"event": "Case File Uploaded", "mappingId": attachments});
    caller.create("/stored-event-subscriptions", &subscription).await;
    let sent = caller.send(&mapping, &case("L-1")).await;
    let case_id = sent.body["case_id"].as_str().unwrap().to_owned();
    let (status, file) =
        upload(&caller, &mapping, Form::new().text("case_id", case_id.clone()).part("file", pdf())).await;
    assert_eq!(status, 200, "{file}");
    assert_eq!((&file["name"], &file["size"]), (&json!("Retainer sign\u{e9}.pdf"), &json!(4)));
    let url = file["url"].as_str().unwrap();
    let got = caller.http.get(url).send().await.unwrap();
    assert_eq!((got.status().as_u16(), &got.headers()["content-type"]), (200, &"application/pdf".parse().unwrap()));
    assert_eq!(got.bytes().await.unwrap(), vec![0, 159, 146, 150]);
    let events = caller.admin(Method::GET, "/stored-events", None).await.body;
    let expected = json!({"id": file["_id"], "link": url, "case": case_id, "case_too": case_id});
    assert_eq!(events[0]["payload"], expected);
    assert_eq!(caller.books().await["files"][0]["caseId"], case_id.as_str());
    // The journal would open the file to whoever reads it.
    let token = url.rsplit('/').nth(1).unwrap();
    let downloads = caller.page("requests").await;
    let paths: Vec<&Value> = downloads.as_array().unwrap().iter().map(|entry| &entry["path"]).collect();
    assert!(!format!("{paths:?}").contains(token));
    caller.advance(5 * 3600).await;
    let gone = caller.http.get(url).send().await.unwrap();
    assert_eq!(gone.status(), 410);
    assert_eq!(gone.json::<Value>().await.unwrap()["code"], "file_expired");
    assert_eq!(caller.http.get(url.replace(token, "nothing")).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn the_file_may_have_any_part_name_and_the_case_id_the_documented_ones() {
    let (_sandbox, caller) = start().await;
    let mapping = json!({"name": "x", "model": "Case", "fields": [{"source": "Lexamica Id", "target": "_id"}]});
    let mapping = caller.create("/mappings", &mapping).await;
    let id = caller.send(&mapping, &json!({})).await.body["Lexamica Id"].as_str().unwrap().to_owned();
    // Names of fields stand as they are, as browsers write them; reqwest would write `name*=utf-8''...`, which servers
    // do not read.
    for (name, part) in [("Lexamica Id", "document"), ("case_id", "file"), ("caseId", "upload")] {
        let (status, file) =
            upload(&caller, &mapping, Form::new().part(part, pdf()).text(name, id.clone()).percent_encode_noop()).await;
        assert_eq!(status, 200, "{file}");
    }
}

#[tokio::test]
async fn uploads_that_cannot_be_placed_are_refused() {
    let (_sandbox, caller) = start().await;
    let mapping = caller.case_mapping().await;
    let id = caller.send(&mapping, &case("L-1")).await.body["case_id"].as_str().unwrap().to_owned();
    let forms = [
        (Form::new().part("file", pdf()), 400, "case_id_missing"),
        (Form::new().part("file", pdf()).text("case_id", "none"), 404, "case_not_found"),
        (Form::new().text("case_id", id.clone()), 400, "file_missing"),
        (Form::new().part("file", pdf()).part("more", pdf()).text("case_id", id), 400, "several_files"),
    ];
    for (form, status, code) in forms {
        let (found, error) = upload(&caller, &mapping, form).await;
        assert_eq!((found, &error["code"]), (status, &json!(code)));
    }
    let path = format!("/inbound-webhooks/case/{mapping}/file/upload");
    let json = caller.call(Method::POST, &path, &caller.public_key, Some(&json!({}))).await;
    assert_eq!(json.status, 415);
    assert_eq!(caller.books().await["counts"]["files"], 0);
}
